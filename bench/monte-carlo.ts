/**
 * 20,000 histories of the 5,105 daily returns of the S&P 500 by the stationary bootstrap, one thread: value, lowest value, drawdown and Sharpe
 * ratio of each, and the fan. Nothing is printed unless each figure of the first histories equals, bit for bit or to the last digits of
 * a sum, a plain loop over the drawn returns.
 *
 *     node bench/monte-carlo.ts
 */
import { outcomesFor, type PathSetup, simulatePaths } from "../src/analytics/monte-carlo/simulate-paths.ts";
import { blockLengths } from "../src/analytics/resampling/block-length.ts";
import { requireSamePath } from "../test/analytics/support/plain-path.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, measureInTurns } from "./support/measure.ts";
import { sampleBars } from "./support/sample-sweep.ts";

const RUNS = 5;
const PATHS = 20_000;
const COMPARED = 200;
const AIM_MS = 1000;

const { close } = sampleBars();
const returns = close.map((value, i) => value / (close[i - 1] ?? value) - 1);
const points = Int32Array.from({ length: 60 }, (_, i) => Math.round(((i + 1) * returns.length) / 60));
const blockLength = blockLengths(returns).stationary;
const setup: PathSetup = { returns, method: "stationary", blockLength, seed: 1, points, perYear: 252, riskFree: 0 };
