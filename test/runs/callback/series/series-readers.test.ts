import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, describe, expect, it } from "vitest";
import { SERIES_KINDS, type SeriesKind } from "../../../../src/core/spec/series-spec.ts";
import {
  createParquetTable,
  TABLE_CODECS,
  type TableCodec,
  type TableColumn,
  type TableValue,
} from "../../../../src/files/parquet/parquet-table.ts";
import { PERMNO, SERIES_COLUMNS } from "../../../../src/runs/kinds/callback/series/series-columns.ts";

// What a file says must be what readers find in it. DuckDB reads it here; what pandas, polars and pyarrow have read is in the golden, of
// files with the very same bytes: UPDATE_GOLDEN=1 PYTHON=<with those packages> asks them again.

const ROWS = 4;
const NUMBERS = [1.5, Number.NaN, -0, 1e-300];
const GOLDEN = path.join(import.meta.dirname, "goldens", "series-readers.json");
const folder = mkdtempSync(path.join(tmpdir(), "ng-series-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Values that readers and writers are known to stumble over. */
function valuesOf({ name, kind, isRequired }: TableColumn): readonly TableValue[] {
  switch (kind) {
    case "integer":
      return [0, 1, 2, 2_147_483_647];
    case "long":
      return [10_001n, 2n ** 53n + 1n, -1n, 0n];
    case "number":
      return isRequired ? NUMBERS : [null, ...NUMBERS.slice(1)];
    case "text":
      return name === "symbol" ? ["BRK.B", "日経", 'a "b", c', ""] : ["buy", "sell", "", "é"];
    case "boolean":
      return [true, false, true, false];
    case "date":
      return [-1, 0, 19_786, 2_932_896];
    case "moment":
      return [-1n, 0n, 1_709_566_200_123n, 253_402_300_799_999n];
  }
}

/** How a value is written in the golden, and by DuckDB's answer. */
function plain(value: TableValue, { kind }: TableColumn): string | null {
  if (value === null) return null;
  if (kind === "date") return new Date(Number(value) * 86_400_000).toISOString().slice(0, 10);
  if (kind === "moment") return new Date(Number(value)).toISOString();
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Of the golden: Python's digits and offsets are other spellings of the same. */
function fromPython(written: string | null, { kind }: TableColumn): string | null {
  if (written === null) return null;
  if (kind === "number") return plain(Number(written), { name: "", kind });
  if (kind === "moment") return new Date(written).toISOString();
  return kind === "date" ? written.slice(0, 10) : written;
}

async function writeFile(
  kind: SeriesKind,
  codec: TableCodec,
): Promise<{ file: string; columns: readonly TableColumn[] }> {
  const columns = kind === "daily_weights" ? [...SERIES_COLUMNS[kind], PERMNO] : SERIES_COLUMNS[kind];
  const table = createParquetTable(columns, { codec, facts: { kind } });
  const rows = await table.add(columns.map(valuesOf));
  const file = path.join(folder, `${kind}.${codec}.parquet`);
  writeFileSync(file, Buffer.concat([rows, await table.end()]));
  return { file, columns };
}

type Read = Readonly<Record<string, readonly [type: string, values: readonly (string | null)[]]>>;
interface Golden {
  readonly [file: string]: { readonly sha256: string; readonly readers: Readonly<Record<string, Read>> };
}

const golden: Golden = existsSync(GOLDEN) ? JSON.parse(readFileSync(GOLDEN, "utf8")) : {};
const CASES = SERIES_KINDS.flatMap((kind) => TABLE_CODECS.map((codec) => [kind, codec] as const));

describe("a file of series", () => {
  it.each(CASES)("of %s, packed by %s, is what DuckDB reads", async (kind, codec) => {
    const { file, columns } = await writeFile(kind, codec);
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    for (const [index, column] of columns.entries()) {
      const asText = `case when "${column.name}" is null then null else "${column.name}"::varchar end`;
      const answer = await connection.runAndReadAll(
        `select ${column.kind === "moment" ? `epoch_ms("${column.name}")` : column.kind === "number" ? `"${column.name}"` : asText} from read_parquet($1)`,
        [file],
      );
      const found = answer.getRows().map(([value]) => value);
      const values = valuesOf(column).map((value) =>
        column.kind === "moment" || column.kind === "number" ? value : plain(value, column),
      );
      expect([index, column.name, found]).toEqual([index, column.name, values]);
    }
    connection.disconnectSync();
  });

  it("is, byte by byte, what pandas, polars and pyarrow have read", async () => {
    const written = await Promise.all(CASES.map(([kind, codec]) => writeFile(kind, codec)));
    if (process.env["UPDATE_GOLDEN"] !== undefined) updateGolden(written.map(({ file }) => file));
    for (const { file, columns } of written) {
      const expected = golden[path.basename(file)];
      expect([path.basename(file), sha256(file)]).toEqual([path.basename(file), expected?.sha256]);
      for (const [reader, read] of Object.entries(expected?.readers ?? {})) {
        for (const column of columns) {
          const values = valuesOf(column);
          expect(values).toHaveLength(ROWS);
          const lacksNulls = reader === "pandas" && column.kind === "number";
          const told = values.map((value) => (lacksNulls && value === null ? "NaN" : plain(value, column)));
          expect([reader, column.name, read[column.name]?.[1].map((value) => fromPython(value, column))]).toEqual([
            reader,
            column.name,
            told,
          ]);
        }
      }
    }
  });
});

function sha256(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

function updateGolden(files: readonly string[]): void {
  const script = path.join(import.meta.dirname, "goldens", "read_series.py");
  const read = JSON.parse(execFileSync(process.env["PYTHON"] ?? "python3", [script, ...files], { encoding: "utf8" }));
  const made = Object.fromEntries(
    files.map((file) => [path.basename(file), { sha256: sha256(file), readers: read[path.basename(file)] }]),
  );
  writeFileSync(GOLDEN, `${JSON.stringify(made, null, 1)}\n`);
  Object.assign(golden, made);
}
