import type { Params } from "../../core/params/param-spec.ts";
import type { Bars } from "../bars.ts";
import { completeParams } from "../cells/complete-params.ts";
import { paramSpecsOf } from "../cells/param-specs.ts";
import { rhythmOf } from "../frames/bar-clock.ts";
import { strategyBars } from "../frames/strategy-bars.ts";
import { strategyPanel } from "../frames/strategy-panel.ts";
import { indicatorCache } from "../indicators/indicator-cache.ts";
import { memberView } from "../panel/member-view.ts";
import { alignBars } from "../panel/panel.ts";
import type { BacktestSettings } from "../settings.ts";
import type { Signals } from "../signals/signals.ts";
import { toldSignals } from "../signals/told-signals.ts";
import type { Strategy } from "../strategy.ts";
import { actsOf } from "./acts-of.ts";
import { cutBars } from "./cut-bars.ts";

/** A value that was different before the bars after it were known. */
export interface Leak {
  /** The indicator ("sma 20"), signal array ("entries") or part of an order ("limit") that saw the future. */
  readonly column: string;
  /** Index of the first bar whose value changed. */
  readonly bar: number;
  /** How many bars were known when it had the other value. */
  readonly knownBars: number;
  readonly valueThen: number;
  readonly valueLater: number;
}

/** What is checked: a strategy on the bars of its symbols. */
export interface CheckedStrategy {
  readonly strategy: Strategy;
  readonly bars: readonly Bars[];
  readonly params: Params;
  /** Under which a strategy that acts bar by bar trades; the others are asked for what they want, whatever comes of it. */
  readonly settings: BacktestSettings;
}

/**
 * Runs a strategy on the first bars only and on all of them: everything it says of a bar must be the same, bit for bit.
 * Indicators are looked at before signals, since a signal only passes their leak on.
 *
 * @param cuts how many of the first bars (of the common time line) are known in each trial; one trial each
 * @returns the first leak by cut and then by column and bar, or null when there is none
 * @throws whatever the strategy throws
 */
export function checkLookahead(checked: CheckedStrategy, cuts: readonly number[]): Leak | null {
  const { time } = alignBars(checked.bars);
  const later = columnsOf(checked);
  for (const knownBars of cuts) {
    const end = time[knownBars] ?? Number.POSITIVE_INFINITY;
    const then = columnsOf({
      ...checked,
      bars: checked.bars.map((own) => cutBars(own, Number.NEGATIVE_INFINITY, end)),
    });
    for (const [column, values] of then) {
      const bar = firstDifference(values, later.get(column));
      if (bar >= 0) {
        const valueLater = later.get(column)?.[bar] ?? Number.NaN;
        return { column, bar, knownBars, valueThen: values[bar] ?? Number.NaN, valueLater };
      }
    }
  }
  return null;
}

type Column = Float64Array | Uint8Array;

/** Every indicator and then every signal, target or order of a strategy, in the order in which they were computed. */
export function columnsOf({ strategy, bars, params, settings }: CheckedStrategy): ReadonlyMap<string, Column> {
  const complete = completeParams(paramSpecsOf(strategy), params);
  const seen = memberView(alignBars(bars));
  const columns = new Map<string, Column>();
  const indicators = indicatorCache({
    watch: (name, values) => {
      if (values.length === seen.time.length) columns.set(freeName(columns, name, values), values);
    },
  });
  if (strategy.kind === "panel") {
    const panel = strategyPanel(seen, rhythmOf(settings));
    const { rebalance, weights, scores = [] } = strategy.targets({ panel, params: complete, indicators });
    columns.set("rebalance", rebalance);
    for (const [asset, column] of scores.entries()) columns.set(`score of ${panel.symbols[asset]}`, column);
    for (const [asset, column] of weights.entries()) {
      columns.set(
        `weight of ${panel.symbols[asset]}`,
        column.map((weight, bar) => (rebalance[bar] === 1 ? weight : 0)),
      );
    }
    return columns;
  }
  const [own] = bars;
  if (own === undefined) return columns;
  const input = {
    bars: strategyBars(own, rhythmOf(settings)),
    params: complete,
    indicators,
    profile: settings.execution.profile,
  };
  if (strategy.kind === "bars") {
    const acts = actsOf(strategy, input, settings);
    return new Map([...columns, ...acts]);
  }
  const signals = toldSignals(strategy, input);
  for (const name of SIGNAL_COLUMNS) {
    const values = signals[name];
    if (values !== undefined) columns.set(name, values);
  }
  return columns;
}

/** The same indicator of another source has another name: "sma 20", "sma 20 (2)". */
function freeName(columns: ReadonlyMap<string, Column>, name: string, values: Column): string {
  for (let nth = 1; ; nth++) {
    const own = nth === 1 ? name : `${name} (${nth})`;
    const taken = columns.get(own);
    if (taken === undefined || taken === values) return own;
  }
}

const SIGNAL_COLUMNS = ["entries", "exits", "shortEntries", "shortExits"] as const satisfies readonly (keyof Signals)[];

/** The first bar whose value is another one; −1: none is. */
export function firstDifference(then: Column, later: Column | undefined): number {
  return then.findIndex((value, bar) => !Object.is(value, later?.[bar]));
}
