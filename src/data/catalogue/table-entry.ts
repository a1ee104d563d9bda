import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { readValues, type ValueSpecs } from "../../core/params/given-values.ts";
import { checked } from "../../core/params/option-spec.ts";
import { type QueryTable, TABLE_TIMEOUT, VARIABLE_NAME } from "../../core/spec/beside-spec.ts";
import { type DataReading, readingOf, type WrittenReading } from "../../core/spec/data-reading.ts";
import { selectProblem } from "../../core/sql/select-problem.ts";
import { isDuration, parseDurationMs } from "../../core/time/duration.ts";
import { findPlace } from "./dataset-catalogue.ts";
import { DESCRIBING_KEYS, ENTRY_FILE, isPlainName, isTable, keyProblem, readEntryFile } from "./dataset-entry.ts";

/** A table of the catalogue: rows that stand beside prices, such as a universe or published figures. */
export interface TableEntry {
  /** Absolute path of its file, or the query that gives its rows. */
  readonly source: string | QueryTable;
  /** Field → header. */
  readonly columns: Readonly<Record<string, string>>;
  /** Absent: plain CSV. */
  readonly reading?: DataReading;
}

const KEYS: ValueSpecs = {
  ...DESCRIBING_KEYS,
  table: checked("must be a file name such as members.csv, without a folder", isPlainName),
  query: checked(
    "must be one select without parameters",
    (value) => typeof value === "string" && selectProblem(value, []) === null,
  ),
  connection: checked(
    "must be the name of the environment variable that holds the address, such as DESK_DATABASE_URL; the address itself stays out of the file",
    (value) => typeof value === "string" && new RegExp(VARIABLE_NAME).test(value),
  ),
  timeout: checked("must be how long the query may take, such as 60s", isDuration),
};

interface Written extends WrittenReading {
  readonly table?: string;
  readonly query?: string;
  readonly connection?: string;
  readonly timeout?: string;
}

/**
 * A table by name; a project's own one hides a built-in one of the same name.
 *
 * @throws AppError DATASET_NOT_FOUND, listing what there is; DATASET_INVALID, also when it has prices
 */
export async function findTable(name: string, home: string): Promise<TableEntry> {
  const { folder } = await findPlace(name, home);
  const file = path.join(folder, ENTRY_FILE);
  const written = await readEntryFile(file);
  if (!isTable(written)) {
    throw new AppError("DATASET_INVALID", `Dataset ${name} has prices, and is no table`, {
      hint: `Its ${ENTRY_FILE} would name a table (a file beside it) or a query; bars that are not traded go under references.`,
      details: { file },
    });
  }
  const problems = [
    ...readValues(KEYS, written).problems.map((problem) => keyProblem(problem, Object.keys(KEYS))),
    ...lacks(written),
  ];
  if (problems.length > 0) {
    throw new AppError("DATASET_INVALID", problems.map((problem) => `${file}: ${problem}`).join("\n"), {
      hint: "docs/point-in-time.md has an example.",
    });
  }
  const { table, query = "", connection = "", timeout = TABLE_TIMEOUT } = written as Written;
  return {
    source:
      table === undefined
        ? { sql: query, connection, timeoutMs: parseDurationMs(timeout) ?? 0 }
        : path.join(folder, table),
    ...readingOf(written),
  };
}

function lacks({ table, query, connection }: Written): readonly string[] {
  if (table !== undefined && query !== undefined) return ["it names a table and a query: keep one of them"];
  return query !== undefined && connection === undefined ? ["connection is missing; a query needs one"] : [];
}
