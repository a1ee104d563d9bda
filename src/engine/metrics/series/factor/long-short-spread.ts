import { meanOf } from "../../../../core/numbers/moments.ts";
import { type Measured, measured, unmeasured } from "../../../../core/metrics/measured.ts";
import { type FactorPanel, rowOf } from "./factor-panel.ts";

/**
 * Mean over the dates of (mean forward return of the highest signals − that of the lowest), as a fraction per period.
 * The ends are the top and bottom 1/`quantiles` of the assets that have both numbers, at least one each; equal signals
 * in asset order. Dates with fewer than two such assets are left out; `too_few_bars` without a date.
 */
export function longShortSpread(signals: FactorPanel, returns: FactorPanel, quantiles = 5): Measured {
  const spreads: number[] = [];
  for (let date = 0; date < signals.dates; date++) {
    const signal = rowOf(signals, date);
    const earned = rowOf(returns, date);
    const order = Array.from(signal.keys())
      .filter((asset) => Number.isFinite(signal[asset]) && Number.isFinite(earned[asset]))
      .sort((a, b) => (signal[a] ?? 0) - (signal[b] ?? 0));
    if (order.length < 2) continue;
    const size = Math.max(1, Math.floor(order.length / quantiles));
    const meanReturn = (assets: readonly number[]) => meanOf(Float64Array.from(assets, (asset) => earned[asset] ?? 0));
    spreads.push(meanReturn(order.slice(-size)) - meanReturn(order.slice(0, size)));
  }
  return spreads.length === 0 ? unmeasured("too_few_bars") : measured(meanOf(Float64Array.from(spreads)));
}
