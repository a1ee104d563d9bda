import type { BarRange } from "../../core/values/bar-range.ts";
import type { BacktestRequest } from "../backtest.ts";
import type { Bars } from "../bars.ts";
import type { CellRunner } from "../cells/cell-runner.ts";
import { ledgerCells } from "../cells/ledger-cells.ts";
import { panelCells, toldPanel } from "../cells/panel-cells.ts";
import { tradeByBar } from "../cells/trade-by-bar.ts";
import { tradeEvents } from "../cells/trade-signals.ts";
import { needsFalls } from "../metrics/cell-metrics.ts";
import type { MetricId } from "../metrics/metric-catalogue.ts";
import { termsOfCells } from "../cells/cell-terms.ts";
import { checkSettings } from "../fills/check-settings.ts";
import { rhythmOf } from "../frames/bar-clock.ts";
import { rangeOfStrategyBars, strategyBars } from "../frames/strategy-bars.ts";
import { strategyPanel } from "../frames/strategy-panel.ts";
import { indicatorCache } from "../indicators/indicator-cache.ts";
import { checkKind } from "../kinds/kind-problem.ts";
import { checkSymbols } from "../kinds/symbols-problem.ts";
import { memberView } from "../panel/member-view.ts";
import { alignBars } from "../panel/panel.ts";
import { profileOf } from "../profiles/registry.ts";
import type { ColumnMemory } from "../simd/column-memory.ts";
import type { PanelStrategy, SignalStrategy, TraderStrategy } from "../strategy.ts";
import { rangeBars } from "./range-bars.ts";
import { eventsWithin, rememberedEvents } from "./range-events.ts";
import { rangeIndicators } from "./range-indicators.ts";
import { rangeOfPanel } from "./range-panel.ts";

interface Unstarted extends Omit<BacktestRequest, "params"> {
  /** Those that anybody reads; default all. */
  readonly metrics?: readonly MetricId[];
}

/** Makes the cells of any range of the bars ready. */
export type RangeOpener = (range: BarRange) => CellRunner;

/**
 * Backtests over parts of the bars, each of which begins with the whole capital and without a position, and may read the
 * bars before its own: averages are warm at its first bar. Signals count from its first bar on.
 *
 * A strategy of Nightgrid's own is asked once per cell over all bars, since none of them looks ahead; one that somebody else
 * wrote is given the bars up to the end of each part, and so cannot know what comes after it.
 *
 * @param memoryFor where indicators of the whole history are kept, for one symbol; null: anywhere
 * @throws AppError EXECUTION_INVALID when settings, bars and strategy do not go together
 */
export function rangeCells(
  request: Unstarted,
  memoryFor: (bars: Bars) => ColumnMemory | null = () => null,
): RangeOpener {
  const { strategy, settings, bars } = request;
  checkSettings(settings);
  checkKind(strategy.kind, settings);
  checkSymbols(strategy, bars.length);
  switch (strategy.kind) {
    case "panel":
      return panelRanges({ ...request, strategy });
    case "signals":
      return signalRanges({ ...request, strategy }, memoryFor);
    case "bars":
      return traderRanges({ ...request, strategy });
  }
}

function signalRanges(
  { strategy, settings, bars, untrusted, metrics }: Unstarted & { readonly strategy: SignalStrategy },
  memoryFor: (bars: Bars) => ColumnMemory | null,
): RangeOpener {
  const profile = profileOf(settings.execution.profile);
  const rhythm = { ...rhythmOf(settings), onColumn: untrusted?.onColumn };
  const open = (told: Bars, memory: ColumnMemory | null) => ({
    told: strategyBars(told, rhythm),
    indicators: indicatorCache({ memory, onColumn: untrusted?.onColumn }),
    heard: rememberedEvents(strategy, told.close.length, memory),
  });
  const terms = termsOfCells(strategy, settings);
  const [whole] = bars;
  const shared = untrusted === undefined && whole !== undefined ? open(whole, memoryFor(whole)) : null;
  return (range) => {
    const [part] = rangeBars(bars, range);
    const [seen] = rangeBars(untrusted?.told ?? bars, { from: 0, to: range.to });
    if (part === undefined || seen === undefined) throw new RangeError(`There are no bars for ${strategy.name}`);
    const { told, indicators, heard } = shared ?? open(seen, null);
    const trading = tradeEvents(eventsWithin(heard, range), part, profile, null);
    const cells = { strategy, bars: part, settings, profile, told, indicators, terms };
    return ledgerCells({ ...cells, needsFalls: metrics === undefined || needsFalls(metrics) }, trading);
  };
}

function traderRanges({
  strategy,
  settings,
  bars,
  untrusted,
}: Unstarted & { readonly strategy: TraderStrategy }): RangeOpener {
  const profile = profileOf(settings.execution.profile);
  return (range) => {
    const [part] = rangeBars(bars, range);
    const [past] = rangeBars(untrusted?.told ?? bars, { from: 0, to: range.to });
    if (part === undefined || past === undefined) throw new RangeError(`There are no bars for ${strategy.name}`);
    const history = strategyBars(past, { ...rhythmOf(settings), onColumn: untrusted?.onColumn });
    const [seen = part] = rangeBars([history], range);
    const told = rangeOfStrategyBars(history, seen, range);
    const whole = indicatorCache({ onColumn: untrusted?.onColumn });
    const indicators = rangeIndicators(whole, { history, part: told, range });
    const trading = tradeByBar(withHistory(strategy, range), part, profile);
    return ledgerCells({ strategy, bars: part, settings, profile, told, indicators }, trading);
  };
}

/** Where its warm-up lies before the part, it need not wait for it within. */
function withHistory(strategy: TraderStrategy, { from }: BarRange): TraderStrategy {
  return {
    ...strategy,
    trader: (input, broker, { waitsForWarmup }) =>
      strategy.trader(input, broker, {
        waitsForWarmup: waitsForWarmup && from < (strategy.warmup?.(input.params) ?? 0),
      }),
  };
}

function panelRanges({ strategy, ...request }: Unstarted & { readonly strategy: PanelStrategy }): RangeOpener {
  const { bars, settings, untrusted } = request;
  return (range) => {
    const history = rangeBars(untrusted?.told ?? bars, { from: 0, to: range.to });
    const seen = untrusted === undefined ? memberView(alignBars(history)) : toldPanel({ ...untrusted, told: history });
    const panel = strategyPanel(seen, { ...rhythmOf(settings), onColumn: untrusted?.onColumn });
    const indicators = indicatorCache({ onColumn: untrusted?.onColumn });
    return panelCells({
      strategy: rangeOfPanel(strategy, range, { panel, indicators }),
      bars: rangeBars(bars, range),
      settings,
    });
  };
}
