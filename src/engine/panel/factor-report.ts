import { type FactorResult, factorMetrics } from "../metrics/series/factor/factor-metrics.ts";
import type { FactorPanel } from "../metrics/series/factor/factor-panel.ts";
import type { Targets } from "../strategy.ts";
import type { Panel } from "./panel.ts";

/** How good the scores of a strategy were. */
export interface FactorReport extends FactorResult {
  /** Of each IC: start of the bar of the scores, milliseconds UTC. */
  readonly time: Float64Array;
}

/**
 * Measures the scores that a strategy gave its symbols. A date is a bar with any score; its forward return goes from
 * its close to the close of the next date, so it lasts one bar for a strategy that scores every bar, and the rebalance period
 * for one that scores when it rebalances. The last date has none, nor has a symbol without a bar in between. The turnover
 * is that of the target weights from one rebalance to the next.
 */
export function factorReport(panel: Panel, { rebalance, weights, scores }: Targets): FactorReport | undefined {
  if (scores === undefined) return undefined;
  const dates = barsWhere(panel, (bar) => scores.some((column) => Number.isFinite(column[bar])));
  const rebalances = barsWhere(panel, (bar) => rebalance[bar] === 1);
  const assets = panel.symbols.length;
  const result = factorMetrics({
    signals: panelAt(dates, assets, (bar, asset) => scores[asset]?.[bar] ?? Number.NaN),
    forwardReturns: forwardReturns(panel, dates),
    weights: panelAt(rebalances, assets, (bar, asset) => weights[asset]?.[bar] ?? Number.NaN),
  });
  return { ...result, time: Float64Array.from(dates, (bar) => panel.time[bar] ?? Number.NaN) };
}

function barsWhere({ time }: Panel, isWanted: (bar: number) => boolean): Int32Array {
  return Int32Array.from(time.keys()).filter(isWanted);
}

function panelAt(dates: Int32Array, assets: number, valueAt: (bar: number, asset: number) => number): FactorPanel {
  const values = new Float64Array(dates.length * assets);
  for (const [date, bar] of dates.entries()) {
    for (let asset = 0; asset < assets; asset++) values[date * assets + asset] = valueAt(bar, asset);
  }
  return { dates: dates.length, assets, values };
}

function forwardReturns({ bars, closes }: Panel, dates: Int32Array): FactorPanel {
  const nextDates = new Map(Array.from(dates, (bar, date) => [bar, dates[date + 1] ?? bar]));
  return panelAt(dates, bars.length, (bar, asset) => {
    const next = nextDates.get(bar) ?? bar;
    const hasTraded = bars[asset]?.close.subarray(bar + 1, next + 1).some((close) => !Number.isNaN(close)) === true;
    const growth = (closes[asset]?.[next] ?? Number.NaN) / (closes[asset]?.[bar] ?? Number.NaN);
    return hasTraded ? growth - 1 : Number.NaN;
  });
}
