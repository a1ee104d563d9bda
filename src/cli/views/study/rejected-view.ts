import { rejectedTable } from "../../../contract/tables/rejected-table.ts";
import type { RejectedHeadJson } from "../../../contract/schemas/study/search-schema.ts";
import type { RunId } from "../../../core/names/ids.ts";
import { printableLine } from "../../../core/text/printable.ts";
import { textTable } from "../../../core/text/text-table.ts";
import type { BacktestSpec } from "../../../factory/dag-spec.ts";
import type { RejectedCell, RejectedCells } from "../../../runs/search/rejected-cells.ts";
import { type Output, writeOut } from "../../terminal/output.ts";

interface Rejected {
  readonly run: RunId;
  readonly backtest: BacktestSpec;
  readonly found: RejectedCells;
}

interface Shape {
  readonly format: "text" | "csv" | "json";
  /** Null for all. */
  readonly limit: number | null;
}

/** Writes what a halving has left behind: as a table for people, as CSV, or as one JSON document. */
export async function writeRejected(
  { run, backtest, found }: Rejected,
  { format, limit }: Shape,
  output: Output,
): Promise<void> {
  const names = backtest.grid.axes.map((axis) => axis.name);
  const pages = firstOf(found.pages, limit ?? found.total);
  const objective = backtest.search?.objective ?? backtest.objective;
  switch (format) {
    case "csv":
      for await (const chunk of rejectedTable({ pages }, "csv", names)) await writeOut(chunk);
      return;
    case "json": {
      const head: RejectedHeadJson = { run_id: run, backtest: backtest.name, objective, total: found.total };
      await writeOut(`${JSON.stringify(head).slice(0, -1)},"cells":[`);
      let separator = "\n";
      for await (const page of pages) {
        await writeOut(separator + page.map((cell) => JSON.stringify(cell)).join(",\n"));
        separator = ",\n";
      }
      await writeOut("\n]}\n");
      return;
    }
    case "text": {
      if (backtest.search?.method !== "successive_halving") {
        output.print(`${backtest.name} was not searched by halving: no cell was left behind.`);
        return;
      }
      const rows: string[][] = [];
      for await (const page of pages) rows.push(...page.map((cell) => rowOf(cell, names)));
      const lines = textTable([["rung", ...names, objective, "reason"], ...rows], { leftColumns: [names.length + 2] });
      for (const line of lines) output.print(line);
      output.print(`${rows.length} of ${found.total} cells that were left behind`);
    }
  }
}

function rowOf({ rung, params, score, reason }: RejectedCell, names: readonly string[]): string[] {
  const values = names.map((name) => printableLine(String(params[name] ?? "")));
  return [String(rung), ...values, score === null ? "–" : score.toFixed(2), reason];
}

async function* firstOf(
  pages: AsyncIterable<readonly RejectedCell[]>,
  limit: number,
): AsyncGenerator<readonly RejectedCell[]> {
  let left = limit;
  for await (const page of pages) {
    if (left <= 0) return;
    yield page.slice(0, left);
    left -= page.length;
  }
}
