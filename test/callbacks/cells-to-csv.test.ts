import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { cellsToCsv, type CsvColumn } from "../../src/callbacks/cells-to-csv.ts";
import type { CellView } from "../../src/callbacks/callback-context.ts";
import { SWEEP_METRIC_IDS } from "../../src/engine/metrics/metric-catalogue.ts";
import { cell } from "./support/callback-context.ts";

async function* stream(cells: Iterable<CellView>): AsyncGenerator<CellView> {
  yield* cells;
}

function* manyCells(count: number): Generator<CellView> {
  for (let i = 0; i < count; i++) yield cell(i, 1 / (i + 1));
}

async function chunksOf(
  cells: Iterable<CellView>,
  columns: readonly CsvColumn[] | null = null,
): Promise<readonly string[]> {
  const chunks: string[] = [];
  for await (const chunk of cellsToCsv(stream(cells), columns)) chunks.push(chunk);
  return chunks;
}

describe("cellsToCsv", () => {
  it("gives numbers that read back as the same doubles", async () => {
    const text = (await chunksOf([cell(0, 0.1 + 0.2), cell(1, 1e-300), cell(2, 5e-324)])).join("");
    const rows = parse<Record<string, string>>(text, { columns: true });
    expect(rows.map((row) => Number(row["sharpe"]))).toEqual([0.1 + 0.2, 1e-300, 5e-324]);
  });

  it("writes a header and every cell once, in chunks", async () => {
    const chunks = await chunksOf(manyCells(1_234));
    expect(chunks.length).toBeGreaterThan(1);
    const rows = parse<Record<string, string>>(chunks.join(""), { columns: true });
    expect(rows.map((row) => Number(row["cell"]))).toEqual(Array.from({ length: 1_234 }, (_, i) => i));
  });

  it("reads no further ahead than a chunk", async () => {
    let read = 0;
    const counted = function* (): Generator<CellView> {
      for (const each of manyCells(100_000)) {
        read++;
        yield each;
      }
    };
    await cellsToCsv(stream(counted())).next();
    expect(read).toBeLessThan(1_000);
  });

  it("keeps a parameter that is named like a metric apart from the metric", async () => {
    const text = (await chunksOf([cell(0, 1, { params: { volatility: 0.42 } })])).join("");
    const [header = [], row = []] = parse(text);
    const columns = header.flatMap((name, index) => (name === "volatility" ? [row[index]] : []));
    expect(columns).toEqual(["0.42", "1"]);
  });

  it("writes only the columns that were asked for, in their order", async () => {
    const columns = [
      { name: "error", value: (each: CellView) => each.error },
      { name: "cell", value: (each: CellView) => each.cell },
    ];
    const error = "=cmd|' /C calc'!A0, \"boom\"\nat line 2";
    expect((await chunksOf([cell(7, 1, { error })], columns)).join("")).toBe(
      `error,cell\n"'=cmd|' /C calc'!A0, ""boom""\nat line 2",7\n`,
    );
  });

  it("writes a header for no cells at all", async () => {
    expect(await chunksOf([])).toEqual([`cell,state,${SWEEP_METRIC_IDS.join(",")}\n`]);
  });
});
