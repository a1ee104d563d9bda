import type { BacktestResult } from "../../../src/engine/backtest.ts";
import {
  type CellMetrics,
  type MetricReasons,
  SWEEP_METRIC_IDS,
  type SweepMetricId,
} from "../../../src/engine/metrics/metric-catalogue.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { NO_COSTS } from "../../../src/engine/settings.ts";
import type { RankedCell, TearsheetInput } from "../../../src/report/tearsheet-input.ts";

const DAY_MS = 86_400_000;

/** Metrics written by hand: what is not named is undefined, because there were no trades. */
export function metricsWith(values: Partial<Record<SweepMetricId, number>>) {
  const metrics = Object.fromEntries(SWEEP_METRIC_IDS.map((id) => [id, values[id] ?? null])) as CellMetrics;
  const reasons: MetricReasons = Object.fromEntries(
    SWEEP_METRIC_IDS.filter((id) => metrics[id] === null).map((id) => [id, "no_trades"]),
  );
  return { metrics, reasons };
}

/** An account with the given values on the days from 2019-12-27 on, without trades or costs. */
export function accountOf(equity: readonly number[], overrides: Partial<BacktestResult> = {}): BacktestResult {
  const first = Date.UTC(2019, 11, 27);
  return {
    params: {},
    ...metricsWith({ total_trades: 0, final_equity: equity.at(-1) ?? 0 }),
    time: Float64Array.from(equity, (_, bar) => first + bar * DAY_MS),
    equity: Float64Array.from(equity),
    grossEquity: Float64Array.from(equity),
    position: new Float64Array(equity.length),
    trades: [],
    orders: [],
    cashFlows: [],
    rejections: [],
    stamps: [],
    ...overrides,
  };
}

export function rankedCell(cell: number, params: RankedCell["params"], sharpe: number | null): RankedCell {
  return cellWith(cell, params, { total_trades: 2, ...(sharpe !== null && { sharpe }) });
}

export function cellWith(
  cell: number,
  params: RankedCell["params"],
  values: Parameters<typeof metricsWith>[0],
): RankedCell {
  return { cell, params, ...metricsWith(values) };
}

/** Ten bars, one closed and one open trade, a 2 × 2 grid: small enough to be read in the golden file. */
export function fixedInput(overrides: Partial<TearsheetInput> = {}): TearsheetInput {
  const first = Date.UTC(2019, 11, 27);
  const best = accountOf([1000, 1010, 990, 1040, 1040, 1035, 1060, 1020, 1080, 1100], {
    params: { fast: 5, slow: 20 },
    ...metricsWith({
      sharpe: 1.234,
      cagr: 0.4567,
      total_return: 0.1,
      max_drawdown: 0.0377,
      total_trades: 2,
      total_fees: 4,
    }),
    grossEquity: Float64Array.of(1000, 1011, 992, 1042, 1042, 1038, 1063, 1024, 1084, 1106),
    position: Float64Array.of(0, 2, 2, 2, 0, 0, 3, 3, 3, 3),
    trades: [
      {
        symbol: "SPX",
        side: "long",
        open: false,
        entryBar: 1,
        exitBar: 4,
        entryTime: first + DAY_MS,
        exitTime: first + 4 * DAY_MS,
        entryPrice: 500,
        exitPrice: 520,
        units: 2,
        entryFee: 1,
        exitFee: 1,
        dividends: 0,
        borrowCost: 0,
        pnl: 38,
        grossPnl: 40,
        returnPct: 0.038,
        mae: 0.01,
        mfe: 0.05,
        reason: "signal",
      },
      {
        symbol: "SPX",
        side: "short",
        open: true,
        entryBar: 6,
        exitBar: 9,
        entryTime: first + 6 * DAY_MS,
        exitTime: first + 9 * DAY_MS,
        entryPrice: 0.12345,
        exitPrice: 0.1,
        units: 3,
        entryFee: 2,
        exitFee: 0,
        dividends: 0,
        borrowCost: 0,
        pnl: -7.5,
        grossPnl: -5.5,
        returnPct: -0.02,
        mae: 0.03,
        mfe: 0,
        reason: "end",
      },
    ],
    stamps: ["same-bar fill"],
  });
  return {
    run: {
      id: "20200106_033000_a3f8b2c1",
      dag: "small_dag",
      description: "Ten bars",
      logicalDate: new Date("2020-01-05T00:00:00Z"),
      finishedAt: new Date("2020-01-06T03:30:00Z"),
    },
    identity: {
      yamlHash: "a1".repeat(32),
      snapshot: "b2".repeat(32),
      codeHash: "c3".repeat(32),
      engineVersion: 1,
      seed: 7,
    },
    backtest: {
      name: "backtest",
      strategy: "sma_cross",
      symbols: ["SPX"],
      timeframe: "1d",
      objective: "sharpe",
      settings: {
        initialCapital: 1000,
        costs: { ...NO_COSTS, commissionBps: 10 },
        execution: PROFILE_EXECUTION.native,
        barsPerYear: 252,
        seed: 7,
      },
    },
    best,
    benchmark: accountOf([1000, 1005, 1003, 1010, 1020, 1015, 1030, 1025, 1040, 1050]),
    cells: { total: 4, succeeded: 4, cached: 1, failed: 0 },
    axes: ["fast", "slow"],
    ranked: [
      rankedCell(0, { fast: 5, slow: 20 }, 1.234),
      rankedCell(3, { fast: 10, slow: 50 }, 0.8),
      rankedCell(1, { fast: 5, slow: 50 }, -0.25),
      rankedCell(2, { fast: 10, slow: 20 }, null),
    ],
    ...overrides,
  };
}
