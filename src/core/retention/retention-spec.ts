import { DAY_MS } from "../time/calendar-year.ts";
import { parseDurationMs } from "../time/duration.ts";
import { isMap } from "../values/document-shape.ts";
import { SERIES_KINDS } from "../spec/series-spec.ts";

/** Files of a run: `artifacts` are all that are no series, and files of scripts among them. */
export const FILE_KINDS = ["trades", "series", "artifacts"] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** What of a run may be kept for a time of its own, in the order in which it goes; with `rows` goes all that is left of it. */
export const KEPT_KINDS = ["logs", ...FILE_KINDS, "rows"] as const;
export type KeptKind = (typeof KEPT_KINDS)[number];

/** How long after the end of a run, in milliseconds; null: for ever. What is absent is as the project has it. */
export type RetentionSpec = Readonly<Partial<Record<KeptKind, number | null>>>;

/** Where a kind has no time of its own, it has that of the next one. */
const AS: Readonly<Record<KeptKind, KeptKind | null>> = {
  logs: null,
  trades: "series",
  series: "artifacts",
  artifacts: null,
  rows: null,
};

/** What a retention says of a kind, itself or by a wider one; undefined for nothing. */
export function keptMs(retention: RetentionSpec, kind: KeptKind): number | null | undefined {
  for (let next: KeptKind | null = kind; next !== null; next = AS[next]) {
    if (retention[next] !== undefined) return retention[next];
  }
  return undefined;
}

export const FOREVER = "forever";
const YEAR_MS = 365 * DAY_MS;

/** `90d`, `26w`, `1y` in milliseconds: a day at least, so that a slip of the pen does not remove last night's runs. Null for anything else. */
export function parseKeepMs(text: string): number | null {
  const years = /^(\d+(?:\.\d+)?)y$/.exec(text)?.[1];
  const keepMs = years === undefined ? parseDurationMs(text) : Number(years) * YEAR_MS;
  return keepMs !== null && keepMs >= DAY_MS && keepMs <= 100 * 366 * DAY_MS ? keepMs : null;
}

/** As the message of everything that wants one. */
export const KEEP_HINT = `Write a day or more, such as 90d, 26w or 1y; ${FOREVER} for all time.`;

/** Of a stored spec. What cannot be read is kept for ever: nothing is removed by a rule that nobody understands. */
export function storedRetention(value: unknown): RetentionSpec {
  if (!isMap(value)) return {};
  const known = KEPT_KINDS.filter((kind) => value[kind] !== undefined);
  return Object.fromEntries(known.map((kind) => [kind, typeof value[kind] === "number" ? value[kind] : null]));
}

/** Names of the files that are no artifacts; beside a script's own of the same name they begin with `series-`. */
export const FILE_NAMES: Readonly<Record<Exclude<FileKind, "artifacts">, readonly string[]>> = {
  trades: namesOf(["trades"]),
  series: namesOf(SERIES_KINDS.filter((kind) => kind !== "trades")),
};

/** @param name as it stands in the folder of the run */
export function fileKindOf(name: string): FileKind {
  if (FILE_NAMES.trades.includes(name)) return "trades";
  return FILE_NAMES.series.includes(name) ? "series" : "artifacts";
}

function namesOf(kinds: readonly string[]): readonly string[] {
  return kinds.flatMap((kind) => [`${kind}.parquet`, `series-${kind}.parquet`]);
}
