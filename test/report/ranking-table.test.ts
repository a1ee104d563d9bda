import { metricInfo } from "../../src/engine/metrics/metric-catalogue.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../../src/report/format/terminal-text.ts";
import { type RankingRow, renderRankingTable } from "../../src/report/ranking-table.ts";
import { metricsWith, rankedCell } from "./support/fixed-input.ts";

const rows: readonly RankingRow[] = [
  {
    cell: 918,
    params: { fast: 11, slow: 75, mode: "wilder" },
    ...metricsWith({ sharpe: 0.6465, cagr: 0.047, max_drawdown: 0.2473, total_trades: 42, total_fees: 12_823.4 }),
  },
  {
    cell: 7,
    params: { fast: 5, slow: 200, mode: "simple" },
    ...metricsWith({ sharpe: -0.07, cagr: -0.001, total_trades: 0, total_fees: 0 }),
  },
];

function wrap(sign: string): (text: string) => string {
  return (text) => `<${sign}>${text}</${sign}>`;
}

describe("a ranking on the terminal", () => {
  it("lines numbers up to the right and text to the left, with a dash for what is undefined", () => {
    expect(renderRankingTable({ rows, params: ["fast", "slow", "mode"], width: 100 }).split("\n")).toEqual([
      "#  cell  fast  slow  mode    Sharpe   CAGR  Max drawdown  Trades    Fees",
      "─  ────  ────  ────  ──────  ──────  ─────  ────────────  ──────  ──────",
      "1   918    11    75  wilder    0.65   4.7%         24.7%      42  12,823",
      "2     7     5   200  simple   -0.07  -0.1%             –       0    0.00",
    ]);
  });

  it("leaves metrics out from the right when the terminal is narrow, and names them", () => {
    const lines = renderRankingTable({ rows, params: ["fast", "slow"], width: 44 }).split("\n");
    expect(lines[0]).toBe("#  cell  fast  slow  Sharpe   CAGR");
    expect(lines.at(-1)).toBe("Not shown for lack of room: Max drawdown, Trades, Fees");
  });

  it("cuts long parameter values before it leaves out metrics", () => {
    const long = rows.map(({ cell, metrics, reasons }) => ({
      cell,
      metrics,
      reasons,
      params: { path: "a/very/long/path/to/a/file.ts" },
    }));
    const lines = renderRankingTable({ rows: long, params: ["path"], width: 64 }).split("\n");
    expect(lines[2]).toContain("a/very/lo…");
    expect(lines[0]).toContain("Fees");
  });

  it("shows the metrics that it is asked for", () => {
    const [heading] = renderRankingTable({
      rows,
      params: [],
      metrics: (["calmar", "sharpe"] as const).map(metricInfo),
      width: 80,
    }).split("\n");
    expect(heading).toBe("#  cell  Calmar  Sharpe");
  });

  it("colours whole lines through the given functions, without moving anything", () => {
    const style = { heading: wrap("h"), best: wrap("b"), muted: wrap("m") };
    const plain = renderRankingTable({ rows, params: ["fast"], width: 80 });
    const coloured = renderRankingTable({ rows, params: ["fast"], width: 80, style });
    expect(coloured.split("\n").map((line) => line.slice(0, 3))).toEqual(["<h>", "<m>", "<b>", "2  "]);
    expect(coloured.replaceAll(/<\/?[hbm]>/g, "")).toBe(plain);
  });

  it("is empty without rows", () => {
    expect(renderRankingTable({ rows: [], params: ["fast"], width: 80 })).toBe("");
  });

  it("lets no control character of a parameter reach the terminal", () => {
    const params = { "na\nme": "\u001b[31mred\u0007\u202e" };
    const hostile = [{ cell: 0, params, ...metricsWith({ sharpe: 1 }) }];
    const lines = renderRankingTable({ rows: hostile, params: ["na\nme"], width: 80 }).split("\n");
    expect(lines).toHaveLength(3);
    expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("fits any terminal from 40 columns on, whatever the values", () => {
    const value = fc.oneof(
      fc.integer({ min: -99_999, max: 99_999 }),
      fc.string({ unit: "grapheme", maxLength: 40 }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 40, max: 150 }),
        (values, width) => {
          const some = values.map((fast, cell) => rankedCell(cell, { fast }, 1));
          const lines = renderRankingTable({ rows: some, params: ["fast"], width }).split("\n");
          const table = lines.filter((line) => !line.startsWith("Not shown"));
          for (const line of table) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
