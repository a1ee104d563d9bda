import { drawdownMetrics } from "../../../src/engine/metrics/series/risk/drawdown-metrics.ts";

/** Of a curve of which nobody asks when it fell. */
export function maxDrawdown(equity: Float64Array, initialCapital: number): number {
  const time = Float64Array.from(equity.keys());
  return drawdownMetrics({ time, equity, initialCapital }).max_drawdown.value ?? 0;
}
