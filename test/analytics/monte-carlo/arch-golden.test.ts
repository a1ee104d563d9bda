import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { DISTRIBUTION_PROBABILITIES } from "../../../src/analytics/monte-carlo/monte-carlo-result.ts";
import { outcomesFor, type PathSetup, simulatePaths } from "../../../src/analytics/monte-carlo/simulate-paths.ts";
import { summarizePaths } from "../../../src/analytics/monte-carlo/summarize-paths.ts";
import { sp500 } from "../../engine/support/sample-bars.ts";

/** What arch and numpy made of the same returns; written by `goldens/stationary_sp500.py`. */
interface Golden {
  readonly runs: number;
  readonly block: number;
  readonly ruin: number;
  readonly probabilities: readonly number[];
  readonly return: readonly number[];
  readonly sharpe: readonly number[];
  readonly drawdown: readonly number[];
  readonly p_loss: number;
  readonly p_ruin: number;
  readonly drawdown_place: number;
  readonly real: Readonly<Record<"return" | "sharpe" | "drawdown", number>>;
}

const golden = JSON.parse(readFileSync(new URL("goldens/stationary-sp500.json", import.meta.url), "utf8")) as Golden;

/** Four errors of the difference of two shares of so many draws each. */
function shareError(share: number): number {
  return 4 * Math.sqrt((2 * share * (1 - share)) / golden.runs);
}

it("20,000 histories of the S&P have the quantiles and shares of arch's, within the error of both", {
  timeout: 120_000,
}, () => {
  const { close } = sp500();
  const returns = close.subarray(1).map((value, i) => value / (close[i] ?? 1) - 1);
  const points = Int32Array.of(returns.length);
  const { block, runs, ruin } = golden;
  const setup: PathSetup = {
    returns,
    method: "stationary",
    blockLength: block,
    seed: 5,
    points,
    perYear: 252,
    riskFree: 0,
  };
  const outcomes = outcomesFor(runs, 1);
  simulatePaths(setup, outcomes, { from: 0, to: runs });
  const { statistics, distributions } = summarizePaths(setup, outcomes, { ruin, initialCapital: 1 });
  for (const id of ["p_loss", "p_ruin", "drawdown_place"] as const) {
    expect(Math.abs((statistics[id].value ?? 9) - golden[id]), id).toBeLessThan(shareError(golden[id]));
  }
  const columns = {
    return: outcomes.values.map((value) => value - 1),
    sharpe: outcomes.sharpe,
    drawdown: outcomes.drawdown,
  };
  for (const id of ["return", "sharpe", "drawdown"] as const) {
    expect(distributions[id].real).toBeCloseTo(golden.real[id], 10);
    // As many of our histories lie below arch's quantile as it says.
    for (const [at, probability] of golden.probabilities.entries()) {
      const limit = golden[id][at] ?? Number.NaN;
      const below = columns[id].filter((value) => value < limit).length / runs;
      expect(Math.abs(below - probability), `${id} at ${probability}`).toBeLessThan(shareError(probability));
    }
    const sorted = columns[id].toSorted();
    const median = distributions[id].quantiles[DISTRIBUTION_PROBABILITIES.indexOf(0.5)];
    expect(median).toBe(((sorted[runs / 2 - 1] ?? 0) + (sorted[runs / 2] ?? 0)) / 2);
  }
});
