import type { TableSpec } from "../../core/spec/beside-spec.ts";
import { TABLE_TIMEOUT } from "../../core/spec/beside-spec.ts";
import { selectProblem } from "../../core/sql/select-problem.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { parseDurationMs } from "../../core/time/duration.ts";
import type { PathStep } from "../yaml/source-tree.ts";
import { resolveBeside } from "./file-reference.ts";
import { reportAt, reportAtKey, type Section } from "./section.ts";
import { checkUsedFile } from "./used-file.ts";

/** A table as a DAG file names it: one of `csv`, `sql` and `dataset`. */
export interface WrittenTable {
  readonly csv?: string;
  readonly dataset?: string;
  readonly sql?: string;
  readonly connection?: string;
  readonly timeout?: string;
}

/**
 * Where the rows of a table beside the prices come from; null when it is not clear. That a file is there is checked; a database is asked
 * when a run is planned.
 */
export async function readTable(
  section: Section,
  steps: readonly PathStep[],
  written: WrittenTable,
): Promise<TableSpec | null> {
  const { csv, dataset, sql } = written;
  if (csv !== undefined) {
    const file = resolveBeside(section, [...steps, "csv"], csv);
    await checkUsedFile(section, [...steps, "csv"], file);
  }
  const odd =
    sql === undefined ? (["connection", "timeout"] as const).find((key) => written[key] !== undefined) : undefined;
  if (odd !== undefined) {
    const message = `"${odd}" goes with a query, and there is none.`;
    reportAtKey(section, [...steps, odd], { code: "DAG_KEY_CONFLICT", message, hint: "Leave it out, or write sql:." });
  }
  if (csv !== undefined) return resolveBeside(section, [...steps, "csv"], csv);
  if (dataset !== undefined) return checkDataset(section, steps, dataset);
  if (sql !== undefined) return readQuery(section, steps, { ...written, sql });
  const message = "It does not say where its rows come from.";
  reportAt(section, steps, { code: "DAG_KEY_MISSING", message, hint: WAYS });
  return null;
}

const WAYS = "Name a file, a table of the catalogue (dataset: members), or a query (sql: and connection:).";

function checkDataset(section: Section, steps: readonly PathStep[], dataset: string): TableSpec | null {
  if (section.deps.datasets.includes(dataset)) return { dataset };
  const message = `There is no dataset "${dataset}".`;
  const hint = suggestName(dataset, section.deps.datasets);
  reportAt(section, [...steps, "dataset"], { code: "DATASET_NOT_FOUND", message, hint });
  return null;
}

function readQuery(
  section: Section,
  steps: readonly PathStep[],
  { sql, connection, timeout = TABLE_TIMEOUT }: WrittenTable & { readonly sql: string },
): TableSpec | null {
  const problem = selectProblem(sql, []);
  if (problem !== null) {
    const hint = 'Such as: select ticker as symbol, joined as "from", gone as "to" from members.';
    reportAt(section, [...steps, "sql"], { code: "DAG_VALUE_INVALID", message: `The query ${problem}.`, hint });
  }
  if (connection === undefined) {
    const message = "A query needs a connection.";
    const hint = "Name the environment variable that holds the address of its database: connection: DESK_DATABASE_URL.";
    reportAt(section, [...steps, "sql"], { code: "DAG_KEY_MISSING", message, hint });
  }
  const timeoutMs = parseDurationMs(timeout) ?? 0;
  return problem === null && connection !== undefined ? { sql, connection, timeoutMs } : null;
}
