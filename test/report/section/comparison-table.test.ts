import { describe, expect, it } from "vitest";
import { FACTOR_METRICS } from "../../../src/engine/metrics/metric-catalogue.ts";
import type { FactorMetrics } from "../../../src/engine/metrics/series/factor/factor-catalogue.ts";
import { measurePerformance } from "../../../src/report/performance.ts";
import { comparisonTable } from "../../../src/report/section/comparison-table.ts";
import type { Cell, Table } from "../../../src/report/section/table.ts";
import { fixedInput } from "../support/fixed-input.ts";

function rowOf(table: Table, label: string): readonly Cell[] | undefined {
  return table.rows.find(({ cells }) => cells[0]?.text === label)?.cells.slice(1);
}

describe("the comparison", () => {
  const { best, benchmark, backtest, ranked } = fixedInput();
  if (best === null || benchmark === null) throw new Error("the fixed input has a best cell and a benchmark");
  const { settings } = backtest;
  const own = measurePerformance({ name: "Mine", result: best, settings, benchmark });
  const market = measurePerformance({ name: "Theirs", result: benchmark, settings, benchmark: null });

  it("sets the best cell beside buy and hold and the median cell", () => {
    const table = comparisonTable(own, market, ranked);
    expect(table.columns.map(({ label }) => label)).toEqual(["", "Mine", "Theirs", "Median cell"]);
    expect(rowOf(table, "Sharpe")?.map(({ text }) => text)).toEqual(["1.23", "–", "0.80"]);
  });

  it("shows the figures of the engine where it has them, and measures the rest on the curve", () => {
    const table = comparisonTable(own, market, ranked);
    expect(rowOf(table, "CAGR")?.[0]?.text).toBe("45.7%");
    expect(rowOf(table, "Best year")?.[0]?.text).toBe("5.8%");
  });

  it("ends with the factor metrics of a strategy that scores its symbols", () => {
    const metrics = Object.fromEntries(FACTOR_METRICS.map(({ id }) => [id, null])) as FactorMetrics;
    const factor = {
      time: Float64Array.of(0),
      ic: Float64Array.of(0.5),
      rankIc: Float64Array.of(0.5),
      metrics: { ...metrics, mean_ic: 0.5 },
      reasons: { icir: "too_few_bars" as const },
    };
    const scored = comparisonTable({ ...own, result: { ...best, factor } }, market, ranked);
    expect(rowOf(scored, "Mean IC")?.map(({ text }) => text)).toEqual(["0.50", "–", "–"]);
    expect(rowOf(scored, "ICIR")?.[0]).toMatchObject({ text: "–", hint: "Undefined: too few bars" });
    expect(rowOf(comparisonTable(own, market, ranked), "Mean IC")).toBeUndefined();
  });

  it("has rows for dividends and borrow costs when one of the accounts has any", () => {
    const flow = { symbol: "SPX", bar: 1, time: 0, units: -5 };
    const paid = { ...best, cashFlows: [{ ...flow, kind: "borrow_cost", amount: -4.25 } as const] };
    const short = measurePerformance({ name: "Short", result: paid, settings, benchmark });
    const rows = comparisonTable(market, short, ranked);
    expect(rowOf(rows, "Borrow cost")?.map(({ text }) => text)).toEqual(["0.00", "4.25", "–"]);
    expect(rowOf(rows, "Dividends")).toBeUndefined();
    expect(rowOf(comparisonTable(own, market, ranked), "Borrow cost")).toBeUndefined();
  });

  it("leaves out what there is nothing to compare with", () => {
    expect(comparisonTable(own, null, ranked.slice(0, 1)).columns.map(({ label }) => label)).toEqual(["", "Mine"]);
  });
});
