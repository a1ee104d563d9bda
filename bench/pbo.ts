/**
 * PBO by CSCV over the 4,950 crossover cells of the S&P grid, S = 16: 12,870 splits from block sums. Must: ≤ 1.5 s,
 * aim: ≤ 0.5 s. Before a time is printed, the fast result must equal the definition on the return matrix for 60 of the
 * cells with 8 blocks.
 */
import { backtestOverfitting } from "../src/analytics/overfitting/backtest-overfitting.ts";
import { blockSumsOf } from "../src/analytics/overfitting/block-sums.ts";
import { slowOverfitting } from "../test/analytics/support/slow-overfitting.ts";
import { returnsFromOne } from "../test/analytics/support/fifteen-cells.ts";
import { obviousMaCross } from "../test/analytics/support/obvious-ma-cross.ts";
import { sp500 } from "../test/engine/support/sample-bars.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, measure } from "./support/measure.ts";

const RUNS = 9;
const { close } = sp500();

const windows = Array.from({ length: 100 }, (_, i) => i + 2);
const pairs = windows.flatMap((fast, i) => windows.slice(i + 1).map((slow) => [fast, slow] as const));
const series = pairs.map((pair) => returnsFromOne(obviousMaCross(close, pair).equity));

const some = series.filter((_, cell) => cell % 83 === 0);
const { pbo, lossProbability } = backtestOverfitting(blockSumsOf(some, 8));
const slow = slowOverfitting(some, 8);
if (pbo.value !== slow.pbo || lossProbability.value !== slow.loss) {
  throw new Error(`PBO ${pbo.value} of ${some.length} cells is not ${slow.pbo}, that of its definition`);
}

const blockSums = blockSumsOf(series, 16);
console.log(describeMachine());
console.log(`parity: PBO ${slow.pbo} of ${some.length} cells with 8 blocks, as by definition`);
const time = await measure(RUNS, () => backtestOverfitting(blockSums));
reportFigure({
  work: `PBO, ${series.length} cells, S = 16`,
  time,
  aim: { text: "≤ 1.5 s", isReached: time.medianMs <= 1500 },
});
