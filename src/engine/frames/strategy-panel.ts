import type { Bars } from "../bars.ts";
import type { Panel } from "../panel/panel.ts";
import { type BarClock, type BarRhythm, barClock } from "./bar-clock.ts";
import { namedExtra, SESSION_COLUMNS } from "./session-columns.ts";
import { type StrategyBars, strategyBars, type StrategyBarsOptions } from "./strategy-bars.ts";

/** A panel as a strategy is given it. */
export interface StrategyPanel extends Panel {
  readonly bars: readonly StrategyBars[];
}

export function strategyPanel(panel: Panel, options: Omit<StrategyBarsOptions, "clock">): StrategyPanel {
  let clock: BarClock | null = null;
  const clockOf = (): BarClock => (clock ??= panelClock(panel, options));
  const bars = Object.freeze(panel.bars.map((own) => strategyBars(own, { ...options, clock: clockOf })));
  return Object.freeze({ ...panel, bars, extra: namedExtra(panel.extra) ?? Object.freeze({}) });
}

/** The symbols of a panel have one calendar: a time is in the session in which any of them has a bar then. */
function panelClock({ bars, time }: Panel, rhythm: BarRhythm): BarClock {
  const [first] = bars;
  if (first === undefined) throw new RangeError("A panel has at least one symbol");
  const names = Object.values(SESSION_COLUMNS).filter((name) => bars.some(({ extra }) => extra?.[name] !== undefined));
  const extra = Object.fromEntries(names.map((name) => [name, anyOf(bars, name)]));
  return barClock({ ...first, time, extra }, rhythm);
}

function anyOf(bars: readonly Bars[], name: string): Float64Array {
  const columns = bars.flatMap(({ extra }) => extra?.[name] ?? []);
  return Float64Array.from(columns[0] ?? [], (_, row) => {
    const known = columns.find((column) => !Number.isNaN(column[row]));
    return known?.[row] ?? Number.NaN;
  });
}
