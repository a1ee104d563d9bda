/**
 * Monte Carlo: 20,000 histories of the 5,105 daily returns of the S&P 500 by the stationary bootstrap, one thread: value, lowest value, drawdown and Sharpe
 * ratio of each, and the fan. Nothing is printed unless each figure of the first histories equals, bit for bit or to the last digits of
 * a sum, a plain loop over the drawn returns.
 *
 *     node bench/monte-carlo.ts
 */
import { outcomesFor, type PathSetup, simulatePaths } from "../src/analytics/monte-carlo/simulate-paths.ts";
import { blockLengths } from "../src/analytics/resampling/block-length.ts";
import { pathOf, plainPath } from "../test/analytics/support/plain-path.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, measureInTurns } from "./support/measure.ts";
import { requireEqual, sampleBars } from "./support/sample-sweep.ts";

const RUNS = 5;
const PATHS = 20_000;
const COMPARED = 200;
/** Of one core, so CPU time: others may keep the machine busy. */
const AIM_MS = 1000;

const { close } = sampleBars();
const returns = close.map((value, i) => value / (close[i - 1] ?? value) - 1);
const points = Int32Array.from({ length: 60 }, (_, i) => Math.round(((i + 1) * returns.length) / 60));
const blockLength = blockLengths(returns).stationary;
const setup: PathSetup = { returns, method: "stationary", blockLength, seed: 1, points, perYear: 252, riskFree: 0 };

const work = (): ReturnType<typeof outcomesFor> => {
  const outcomes = outcomesFor(PATHS, points.length);
  simulatePaths(setup, outcomes, { from: 0, to: PATHS });
  return outcomes;
};

const outcomes = work();
for (let path = 0; path < COMPARED; path++) {
  const { sharpe, drawdown, ...exact } = plainPath(setup, path);
  const found = pathOf(outcomes, path, points.length);
  requireEqual(
    `values of history ${path}`,
    `${found.values.join()} ${found.lowest}`,
    `${exact.values.join()} ${exact.lowest}`,
  );
  requireEqual(`drawdown of history ${path}`, String(Math.abs((found.drawdown ?? 9) - drawdown) < 1e-12), "true");
  requireEqual(`Sharpe ratio of history ${path}`, String(Math.abs((found.sharpe ?? 9) - sharpe) < 1e-9), "true");
}

const { histories } = await measureInTurns(RUNS, { histories: work });
console.log(describeMachine());
console.log(
  `${PATHS.toLocaleString("en")} × ${returns.length.toLocaleString("en")} returns, blocks of ${blockLength.toFixed(2)} on average`,
);
reportFigure({
  work: "Stationary bootstrap, one thread",
  time: histories,
  amount: `${((PATHS * returns.length) / histories.medianMs / 1000).toFixed(0)} M returns/s`,
  aim: { text: "≤ 1 s of a core", isReached: (histories.cpuMs ?? histories.medianMs) <= AIM_MS },
});
