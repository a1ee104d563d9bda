/**
 * One cell in full (fills, trades, curves, all metrics) on the last 2,148 bars of the sample.
 * Must take < 2 ms, aim < 0.5 ms. The metrics must be those of the same cell in a sweep, bit for bit.
 */
import type { Bars } from "../src/engine/bars.ts";
import { cutBars } from "../src/engine/lookahead/cut-bars.ts";
import { runBacktest } from "../src/engine/run-backtest.ts";
import { smaCross } from "../src/engine/strategies/sma-cross.ts";
import { sweepCells } from "../src/engine/sweep-cells.ts";
import { describeMachine, formatMeasurement } from "./support/measure.ts";
import { measureTogether, threadTime } from "./support/measure-together.ts";
import { requireEqual, sampleBars, VECTORBT_SETTINGS } from "./support/sample-sweep.ts";

const BARS = 2148;
const RUNS = 21;
const CALLS = 20;
const whole = sampleBars();
const bars: readonly Bars[] = [cutBars(whole, whole.time[whole.time.length - BARS] ?? 0, Number.POSITIVE_INFINITY)];
const params = { fast: 10, slow: 50, position_size: 1 };
const request = { strategy: smaCross, bars, settings: VECTORBT_SETTINGS };

const full = runBacktest({ ...request, params });
const swept = sweepCells({ ...request, cells: [params] });
requireEqual("the Sharpe of the sweep", swept.metrics.sharpe[0], full.metrics.sharpe);
requireEqual("the final equity of the sweep", swept.metrics.final_equity[0], full.equity.at(-1));

const measured = await measureTogether(RUNS, threadTime, {
  [`${CALLS} full cells`]: () => {
    for (let call = 0; call < CALLS; call++) runBacktest({ ...request, params });
  },
});
console.log(describeMachine());
console.log(`${BARS} bars, ${full.trades.length} trades, all metrics and curves; CPU time of the thread`);
for (const [name, measurement] of measured) {
  console.log(formatMeasurement(name, measurement));
  console.log(`one cell: ${(measurement.medianMs / CALLS).toFixed(3)} ms`);
}
