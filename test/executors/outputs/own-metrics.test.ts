import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONTRACT } from "../../../src/core/spec/outputs-spec.ts";
import { SWEEP_BLOCKS } from "../../../src/core/numbers/block-starts.ts";
import type { BacktestResult } from "../../../src/engine/backtest.ts";
import { METRIC_IDS, type MetricId } from "../../../src/engine/metrics/metric-catalogue.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { smaCross } from "../../../src/engine/strategies/sma-cross.ts";
import { sweepCells } from "../../../src/engine/sweep-cells.ts";
import { computedMetrics } from "../../../src/engine/metrics/computed-metrics.ts";
import { readOutputs } from "../../../src/executors/outputs/read-outputs.ts";
import { arbitraryBars, arbitrarySignals, scripted } from "../../engine/support/arbitrary.ts";
import { settingsOf, sp500 } from "../../engine/support/sample-bars.ts";
import { outputFolder } from "./support/output-folder.ts";

const CAPITAL = 10_000;

/** What pandas would write of a cell of the engine: every float with all its digits. */
function filesOf({ time, equity, trades }: BacktestResult): Readonly<Record<string, string>> {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  const rows = Array.from(equity, (value, bar) => {
    const before = bar === 0 ? CAPITAL : (equity[bar - 1] ?? 0);
    return `${day(time[bar] ?? 0)},${value - before},${value - CAPITAL}`;
  });
  const closed = trades.filter(({ open }) => !open);
  return {
    "pnl.csv": ["date,pnl,cumulative_pnl", ...rows, ""].join("\n"),
    "trades.csv": [
      "entry_time,exit_time,pnl,symbol",
      ...closed.map(({ entryTime, exitTime, pnl }) => `${day(entryTime)},${day(exitTime)},${pnl},X`),
      "",
    ].join("\n"),
    "summary.csv": `metric,value\ntotal_pnl,${(equity.at(-1) ?? 0) - CAPITAL}\nwin_rate,\nmax_drawdown,\n# of the engine's own,\n`,
  };
}

const LOOSE = {
  files: ["trades.csv", "pnl.csv", "summary.csv"].map((name) => ({
    name,
    rules: { min_rows: 0, ...(name === "pnl.csv" && { max_missing_days: 1000 }) },
  })),
};

/** What the files of a cell do not tell. */
const UNTOLD: ReadonlySet<MetricId> = new Set([
  "open_trades",
  "total_fees",
  "fee_per_trade",
  "cost_drag_bps",
  "gross_total_return",
  "gross_cagr",
  "exposure",
  "turnover",
  "break_even_bps",
  "beta",
  "alpha",
  "dividends",
  "borrow_cost",
]);

async function compare(result: BacktestResult, barsPerYear: number): Promise<void> {
  const settings = settingsOf({ initialCapital: CAPITAL, barsPerYear });
  const folder = outputFolder(filesOf(result));
  const options = { initialCapital: CAPITAL, calendar: null, blocks: SWEEP_BLOCKS, barsPerYear };
  const { metrics, report } = await readOutputs(folder, LOOSE, options);
  expect(report.errors).toEqual([]);
  const series = METRIC_IDS.filter((id) => !(id in result.metrics));
  const computed = computedMetrics(series as never, result, settings, null);
  const expected = new Map<MetricId, number | null>([
    ...METRIC_IDS.flatMap((id) => (id in result.metrics ? [[id, result.metrics[id] ?? null] as const] : [])),
    ...series.map((id, at) => [id, computed[at]?.value ?? null] as const),
  ]);
  for (const [id, value] of expected) {
    const own = metrics.get(id);
    if (UNTOLD.has(id)) expect(own, id).toEqual({ value: null, reason: "not_computed" });
    else if (value === null) expect(own?.value, id).toBeNull();
    else expect(Math.abs((own?.value ?? Number.NaN) - value), id).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(value)));
  }
}

describe("the metrics of a cell that the engine has computed, from files that tell of it", () => {
  it("are the engine's own: growth, ratios, drawdowns, moments and trades of an SMA cross on 5,105 days", async () => {
    const settings = settingsOf({ initialCapital: CAPITAL, execution: { closeAtEnd: true } });
    const params = { fast: 20, slow: 50, position_size: 0.95 };
    await compare(runBacktest({ strategy: smaCross, bars: [sp500()], settings, params }), 252);
  });

  it("are the engine's own for any walk of prices and any signals, ruined accounts and idle ones too", async () => {
    const cases = arbitraryBars.chain((bars) =>
      fc.record({ bars: fc.constant(bars), signals: arbitrarySignals(bars.close.length) }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ({ bars, signals }) => {
        const execution = { closeAtEnd: true, direction: "both" } as const;
        const settings = settingsOf({ initialCapital: CAPITAL, execution });
        await compare(runBacktest({ strategy: scripted(signals), bars: [bars], settings, params: {} }), 252);
      }),
      { numRuns: 60 },
    );
  });

  it("have the engine's block sums", async () => {
    const settings = settingsOf({ initialCapital: CAPITAL });
    const request = { strategy: smaCross, bars: [sp500()], settings };
    const params = { fast: 20, slow: 50, position_size: 0.95 };
    const { blockSums } = sweepCells({ ...request, cells: [params], blocks: SWEEP_BLOCKS });
    const folder = outputFolder(filesOf(runBacktest({ ...request, params })));
    const options = { initialCapital: CAPITAL, calendar: null, blocks: SWEEP_BLOCKS };
    const own = (await readOutputs(folder, LOOSE, options)).blockSums;
    expect(own?.cells).toBe(1);
    for (const kind of ["sum", "sumOfSquares"] as const) {
      for (const [block, value] of (blockSums?.[kind] ?? []).entries()) {
        expect(Math.abs((own?.[kind][block] ?? Number.NaN) - value)).toBeLessThan(1e-10);
      }
    }
  });
});

it("a year is measured from the days where nobody says how long it is, and fewer days than blocks have no sums", async () => {
  const folder = outputFolder();
  const options = { initialCapital: 100_000, calendar: null, blocks: SWEEP_BLOCKS };
  const { days, blockSums } = await readOutputs(folder, CONTRACT, options);
  expect(days).toEqual({ count: 4, first: "2020-01-02", last: "2020-01-07", perYear: 252 });
  expect(blockSums).toBeNull();
});

it.each([
  [7, 52, 9],
  [30, 12, 25],
])("rows that are %d days apart are a year of %d", async (apart, perYear, missing) => {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const day = new Date(Date.UTC(2020, 0, 1 + i * apart)).toISOString().slice(0, 10);
    return `${day},${i % 3},${i}`;
  });
  const folder = outputFolder({ "pnl.csv": ["date,pnl,cumulative_pnl", ...rows, ""].join("\n") });
  const spec = { files: [{ name: "pnl.csv", rules: { max_missing_days: missing } }] };
  const options = { initialCapital: 100_000, calendar: null, blocks: SWEEP_BLOCKS };
  const { days, report } = await readOutputs(folder, spec, options);
  expect(report.errors).toEqual([]);
  expect(days?.perYear).toBe(perYear);
});
