import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { SweepResult } from "../../src/engine/backtest.ts";
import type { Bars } from "../../src/engine/bars.ts";
import { type BacktestSettings, NO_COSTS } from "../../src/engine/settings.ts";
import { PROFILE_EXECUTION } from "../../src/engine/profiles/registry.ts";

/** SHA-256 of vectorbt's own results over `CROSS_CELLS`; no timing is printed without it. */
export const FINGERPRINT = "82c9f63418ab0247b3a42ed6becde06d5b034166eabd49c839442c2748a2607c";

const WINDOWS = Array.from({ length: 100 }, (_, index) => index + 2);

/** All 4,950 pairs of averages of 2 to 101 bars, fast < slow. */
export const CROSS_CELLS = WINDOWS.flatMap((fast) =>
  WINDOWS.filter((slow) => slow > fast).map((slow) => ({ fast, slow, position_size: 1 })),
);

export const VECTORBT_SETTINGS: BacktestSettings = {
  initialCapital: 10_000,
  barsPerYear: 365,
  seed: 1,
  costs: { ...NO_COSTS, commissionBps: 10 },
  execution: PROFILE_EXECUTION.vectorbt,
};

/** The S&P 500 sample, on shared memory so that threads need no copy. */
export function sampleBars(): Bars {
  const text = readFileSync(new URL("../../datasets/sp500/SPX.csv", import.meta.url), "utf8");
  const rows = text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
  const column = (valueOf: (row: readonly string[]) => number): Float64Array => {
    const values = new Float64Array(new SharedArrayBuffer(rows.length * 8));
    for (const [bar, row] of rows.entries()) values[bar] = valueOf(row);
    return values;
  };
  return {
    symbol: "SPX",
    time: column((row) => Date.parse(row[0] ?? "")),
    open: column((row) => Number(row[1])),
    high: column((row) => Number(row[2])),
    low: column((row) => Number(row[3])),
    close: column((row) => Number(row[4])),
    volume: column((row) => Number(row[6])),
  };
}

/** The line of one cell; `fall` is the largest drawdown, positive. */
export function fingerprintLine(
  cell: { readonly fast: number; readonly slow: number },
  figures: {
    readonly totalReturn: number;
    readonly sharpe: number;
    readonly maxDrawdown: number;
    readonly trades: number;
  },
): string {
  const { totalReturn, sharpe, maxDrawdown, trades } = figures;
  return `${cell.fast},${cell.slow},${totalReturn.toFixed(8)},${sharpe.toFixed(8)},${(-maxDrawdown).toFixed(8)},${trades}\n`;
}

export function fingerprintOf(results: readonly SweepResult[]): string {
  const hash = createHash("sha256");
  let cell = 0;
  for (const { metrics } of results) {
    for (const [index, totalReturn] of metrics.total_return.entries()) {
      const own = CROSS_CELLS[cell++];
      if (own === undefined) continue;
      const figures = {
        totalReturn,
        sharpe: metrics.sharpe[index] ?? Number.NaN,
        maxDrawdown: metrics.max_drawdown[index] ?? Number.NaN,
        trades: metrics.total_trades[index] ?? Number.NaN,
      };
      hash.update(fingerprintLine(own, figures));
    }
  }
  return hash.digest("hex");
}

/** Ends the bench where results are not what they must be. */
export function requireEqual(name: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) {
    throw new Error(`${name}: ${String(actual)} instead of ${String(expected)}; no timing is printed`);
  }
}

/** Equal but for 1e-9 of the larger. */
export function requireNear(name: string, actual: number | null | undefined, expected: number): void {
  const apart = Math.abs((actual ?? Number.NaN) - expected);
  if (!(apart <= 1e-9 * Math.max(1, Math.abs(expected)))) requireEqual(name, actual, expected);
}
