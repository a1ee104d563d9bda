import path from "node:path";
import { sha256 } from "../../core/values/hash.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { TableSpec } from "../../core/spec/beside-spec.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { hasColumnsBeside } from "../beside/columns-beside.ts";
import { timeframeMs } from "../bars/timeframe.ts";

/** Whose versions follow each other: a dataset, read in one way. */
export interface ReadStream {
  /** A name of the catalogue, or the files that a DAG names, from the project's folder: hosts have it at different places. */
  readonly dataset: string;
  /**
   * What a DAG says of how files are read, as canonical JSON: other values for the same files are no revision of them. What
   * `dataset.yaml` says is not in it: a correction of that is one.
   */
  readonly reading: string;
  /** For people. */
  readonly source: string;
}

/** A name is indexed, and a row of an index has its limit. */
const LONGEST_NAME = 300;

export function streamOf(request: DataSpec, home: string): ReadStream {
  const { dataset, csv, source, timeframe, known, actions } = request;
  if (source !== undefined) {
    // Prices of the database know their own past: what was known at a moment is not a version that follows on those of today.
    const asOf = known !== undefined && "asOf" in known && !hasColumnsBeside(request) && { asOf: known.asOf };
    return {
      dataset: `source:${source}`,
      reading: canonicalJson({ ...asOf, ...actionsOf(actions, home), ...besideOf(request, home), timeframe }),
      source: "database",
    };
  }
  const name = dataset ?? fileName(csv ?? "", home);
  return {
    dataset: name,
    reading: canonicalJson(readingOf(request, home)),
    source: dataset === null ? "files" : "catalogue",
  };
}

function readingOf(request: DataSpec, home: string): Readonly<Record<string, unknown>> {
  const { dataset, columns, adjusted, session, reading, timeframe, actions } = request;
  const isIntraday = timeframeMs(timeframe) < DAY_MS;
  return {
    ...(adjusted && { adjusted }),
    ...(Object.keys(columns).length > 0 && { columns }),
    ...(reading !== undefined && { reading }),
    ...(isIntraday && session !== undefined && { timezone: session.timezone }),
    ...(dataset === null && timeframe !== "1d" && { timeframe }),
    ...actionsOf(actions, home),
    ...besideOf(request, home),
  };
}

function besideOf({ universe, extra, factors, references }: DataSpec, home: string): Readonly<Record<string, unknown>> {
  return {
    ...(universe !== undefined && { universe: tableName(universe, home) }),
    ...(extra !== undefined && extra.length > 0 && { extra }),
    ...(factors !== undefined &&
      factors.length > 0 && { factors: factors.map((one) => ({ ...one, file: tableName(one.file, home) })) }),
    ...(references !== undefined &&
      references.length > 0 && {
        references: references.map((one) => ({ ...one, csv: one.csv === null ? null : fileName(one.csv, home) })),
      }),
  };
}

/**
 * Not as of when they were known: what they were before they were told otherwise is an earlier version. Nor what prices are adjusted for:
 * raw prices and events are frozen.
 */
function actionsOf(actions: DataSpec["actions"], home: string): Readonly<Record<string, unknown>> {
  if (actions === undefined) return {};
  const { file } = actions;
  return { actions: file === null ? "of the source" : fileName(file, home) };
}

/** How long a query may take says nothing of its rows. */
function tableName(table: TableSpec, home: string): unknown {
  if (typeof table === "string") return fileName(table, home);
  return "sql" in table ? { sql: table.sql, connection: table.connection } : table;
}

/** `prices/{symbol}.csv`; absolute outside of the project. */
function fileName(file: string, home: string): string {
  const relative = path.relative(home, file);
  const name = relative === "" || relative.startsWith("..") ? file : relative.split(path.sep).join("/");
  if (name.length <= LONGEST_NAME) return name;
  return `${name.slice(0, LONGEST_NAME).toWellFormed()}… ${sha256(name).slice(0, 16)}`;
}
