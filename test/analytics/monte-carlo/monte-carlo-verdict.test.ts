import { describe, expect, it } from "vitest";
import { describeMonteCarlo, monteCarloVerdict } from "../../../src/analytics/monte-carlo/describe-monte-carlo.ts";
import { outcomesFor, type PathSetup, simulatePaths } from "../../../src/analytics/monte-carlo/simulate-paths.ts";
import { summarizePaths } from "../../../src/analytics/monte-carlo/summarize-paths.ts";

const RUNS = 200;

/** Of 200 histories of these returns, each drawn by itself. */
function drawnFrom(returns: readonly number[]) {
  const setup: PathSetup = {
    returns: Float64Array.from(returns),
    method: "iid",
    blockLength: 1,
    seed: 2,
    points: Int32Array.of(returns.length),
    perYear: 252,
    riskFree: 0,
  };
  const outcomes = outcomesFor(RUNS, 1);
  simulatePaths(setup, outcomes, { from: 0, to: RUNS });
  const { statistics } = summarizePaths(setup, outcomes, { ruin: 0.5, initialCapital: 1 });
  return { statistics, returns: returns.length, unit: "trades" } as const;
}

const repeated = (count: number, returns: readonly number[]): readonly number[] =>
  Array.from({ length: count }, (_, i) => returns[i % returns.length] ?? 0);

describe("the verdict on other histories", () => {
  it("is that of their losses and ruins", () => {
    expect(monteCarloVerdict(drawnFrom(repeated(100, [0.03, -0.01])))).toBe("holds");
    expect(monteCarloVerdict(drawnFrom(repeated(100, [0.03, -0.027])))).toBe("weak");
    expect(monteCarloVerdict(drawnFrom(repeated(100, [0.01, -0.03])))).toBe("fails");
  });

  it("is unknown below ten returns, whatever they are, and says so beside the figures", () => {
    expect(monteCarloVerdict(drawnFrom(repeated(9, [0.5])))).toBe("unknown");
    expect(monteCarloVerdict(drawnFrom(repeated(10, [0.5])))).toBe("holds");
    expect(describeMonteCarlo(drawnFrom([0.5, 0.5]))).toMatch(
      /^Unknown: too few to judge by \(2 trades\): of 200 other histories 0\.0% lose/,
    );
    expect(describeMonteCarlo(drawnFrom([0.5]))).toContain("(1 trade)");
  });

  it("is unknown of an account that never moves: it has lost nothing, and shown nothing", () => {
    const still = drawnFrom(repeated(300, [0]));
    expect(monteCarloVerdict(still)).toBe("unknown");
    expect(describeMonteCarlo(still)).toBe("Unknown: of 200 other histories hardly any earns or loses anything.");
  });
});
