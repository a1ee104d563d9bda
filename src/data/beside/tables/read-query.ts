import { AppError } from "../../../core/errors/app-error.ts";
import type { ReadRows } from "../../../core/values/foreign-rows.ts";
import type { RowSource } from "../../files/row-source.ts";
import { sourceKey } from "../../sources/answers/source-key.ts";
import { boundQuery } from "../../sources/declared/query-parameters.ts";
import type { ReadQuery } from "./open-table.ts";

/** As many as a page of a source's query has. */
const PAGE_ROWS = 5000;
/** Ten years of daily values of two thousand symbols. */
const MOST_ROWS = 5_000_000;
/** Of all cells together, so that a wide query cannot take all memory. */
const MOST_CHARACTERS = 400_000_000;

/**
 * Reads queries of databases that are not our own. Their addresses are looked up in the environment when they are asked, and are told
 * nobody.
 *
 * @param env the environment of the project
 */
export function queryReader(readRows: ReadRows, env: Readonly<Record<string, string | undefined>>): ReadQuery {
  return async (query, place) => {
    const { sql, connection, timeoutMs } = query;
    const url = sourceKey(place, [connection], { env: (name) => env[name] });
    const outOfTime = AbortSignal.timeout(timeoutMs);
    const pages = readRows({
      source: place,
      url,
      text: boundQuery(sql).text,
      values: [],
      timeoutMs,
      pageRows: PAGE_ROWS,
      signal: outOfTime,
    });
    try {
      return await collect(pages, place);
    } catch (error) {
      throw outOfTime.aborted && !(error instanceof AppError) ? tookTooLong(place, timeoutMs) : error;
    }
  };
}

async function collect(pages: ReturnType<ReadRows>, place: string): Promise<RowSource> {
  let names: readonly string[] = [];
  let columns: string[][] = [];
  let rows = 0;
  let characters = 0;
  for await (const page of pages) {
    if (rows === 0) {
      names = page.names;
      columns = names.map(() => []);
    }
    for (const row of page.rows) {
      for (const [position, cell] of row.entries()) {
        const text = cell ?? "";
        characters += text.length;
        columns[position]?.push(text);
      }
    }
    rows += page.rows.length;
    if (rows > MOST_ROWS || characters > MOST_CHARACTERS) throw tooMuch(place);
  }
  return {
    names,
    sample: [],
    line: 0,
    rowsAtMost: rows,
    eachRow(wanted, onRow) {
      const cells: string[] = [];
      for (let row = 0; row < rows; row++) {
        for (const position of wanted) cells[position] = columns[position]?.[row] ?? "";
        onRow(cells, row + 1);
      }
    },
  };
}

function tookTooLong(place: string, timeoutMs: number): AppError {
  const message = `${place}: it took longer than ${timeoutMs / 1000} seconds and was given up`;
  return new AppError("SOURCE_REFUSED", message, {
    hint: "Look at its plan and indexes, have it give fewer rows, or raise its timeout.",
  });
}

function tooMuch(place: string): AppError {
  const message = `${place}: it has more than ${MOST_ROWS.toLocaleString("en")} rows, or ${MOST_CHARACTERS / 1e6} million characters`;
  return new AppError("DATASET_INVALID", message, {
    hint: "Have it give fewer rows: those of the symbols and years that are traded, and the columns that are read.",
  });
}
