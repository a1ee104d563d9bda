import { describe, expect, it } from "vitest";
import type { Trade } from "../../../src/engine/trade.ts";
import { measurePerformance } from "../../../src/report/performance.ts";
import { tradesTable } from "../../../src/report/section/trades-table.ts";
import { accountOf, fixedInput } from "../support/fixed-input.ts";

const { best, backtest } = fixedInput();
const [closed, open] = best?.trades ?? [];

function tableOf(trades: readonly Trade[], csvFile: string | null = null) {
  const result = accountOf([1000, 1100], { trades });
  return tradesTable(measurePerformance({ name: "x", result, settings: backtest.settings, benchmark: null }), csvFile);
}

function repeat(trade: Trade | undefined, count: number): readonly Trade[] {
  return trade === undefined ? [] : Array.from({ length: count }, () => trade);
}

describe("the table of trades", () => {
  it("has the newest first, with what it earned after fees", () => {
    const { rows } = tableOf(best?.trades ?? []);
    expect(rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ["2", "short", "2020-01-02", "0.1235", "open", "0.1", "3", "3 days", "2.00", "−7.50", "−2.00%", "–"],
      ["1", "long", "2019-12-28", "500.00", "2019-12-31", "520.00", "2", "3 days", "2.00", "38.00", "+3.80%", "signal"],
    ]);
  });

  it("shows what holding brought and cost when there is any, each in a column of its own", () => {
    const [mine, other] = best?.trades ?? [];
    if (mine === undefined || other === undefined) throw new Error("the fixed input has two trades");
    const labels = (trades: readonly Trade[]) => tableOf(trades).columns.map(({ label }) => label);
    expect(labels([mine, other])).not.toContain("Dividends");
    expect(labels([mine, other])).not.toContain("Borrowing");
    expect(labels([mine, { ...other, borrowCost: 2 }])).not.toContain("Dividends");
    const { columns, rows } = tableOf([mine, { ...other, dividends: -1.5, borrowCost: 2 }]);
    const at = columns.findIndex(({ label }) => label === "Dividends");
    expect(columns.slice(at - 1, at + 2).map(({ label }) => label)).toEqual(["Fees", "Dividends", "Borrowing"]);
    expect(rows.map(({ cells }) => cells.slice(at, at + 2).map(({ text }) => text))).toEqual([
      ["−1.50", "2.00"],
      ["0.00", "0.00"],
    ]);
  });

  it("says of which symbol each trade is when there are several", () => {
    const [mine, other] = best?.trades ?? [];
    if (mine === undefined || other === undefined) throw new Error("the fixed input has two trades");
    const { columns, rows } = tableOf([mine, { ...other, symbol: "KO" }]);
    expect(columns.slice(0, 3).map(({ label }) => label)).toEqual(["#", "Symbol", "Side"]);
    expect(rows.map(({ cells }) => cells[1]?.text)).toEqual(["KO", mine.symbol]);
    expect(rows.map(({ cells }) => cells.length)).toEqual([columns.length, columns.length]);
  });

  it("marks an open trade and says how it is valued", () => {
    const [row] = tableOf(repeat(open, 1)).rows;
    expect(row?.kind).toBe("open");
    expect(row?.cells[4]?.hint).toContain("valued at its close");
  });

  it("keeps the newest 500 and says where the others are", () => {
    const table = tableOf([...repeat(open, 1), ...repeat(closed, 500)], "trades.csv");
    expect(table.rows).toHaveLength(500);
    expect(table.rows[0]?.cells[0]?.text).toBe("501");
    expect(table.rows.at(-1)?.cells[0]?.text).toBe("2");
    expect(table.rows.filter(({ kind }) => kind === "open")).toEqual([]);
    expect(table.note).toBe("the newest 500 of 501; all of them are in trades.csv");
  });

  it("names no file that was not written", () => {
    expect(tableOf(repeat(closed, 501)).note).toBe("the newest 500 of 501");
    expect(tableOf(repeat(closed, 500)).note).toBeNull();
  });
});
