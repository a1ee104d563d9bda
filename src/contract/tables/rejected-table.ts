import { csvRow } from "../../core/text/csv-row.ts";
import type { RejectedCells } from "../../runs/search/rejected-cells.ts";

/** Cells that a halving has left behind as a table, in chunks. @param names parameters of the CSV, in this order */
export async function* rejectedTable(
  { pages }: Pick<RejectedCells, "pages">,
  format: "csv" | "jsonl",
  names: readonly string[],
): AsyncGenerator<string> {
  if (format === "csv") yield csvRow(["rung", ...names, "score", "reason"]);
  for await (const page of pages) {
    yield page
      .map((cell) =>
        format === "csv"
          ? csvRow([cell.rung, ...names.map((name) => cell.params[name] ?? null), cell.score, cell.reason])
          : `${JSON.stringify(cell)}\n`,
      )
      .join("");
  }
}
