import { AppError } from "../../core/errors/app-error.ts";
import { isMap, lackIn, type ValueKind } from "../../core/values/document-shape.ts";

/** Rises when a bundle of then cannot be read as one of now. 2: searches that go by results are computed again. */
export const BUNDLE_FORMAT = 2;
export const MANIFEST_FILE = "bundle.json";
export const RESOLVED_FILE = "resolved.yaml";

/** `bundle.json`: what is in a bundle, and what it is of. */
export interface BundleManifest {
  readonly format: number;
  /** Version of Nightgrid that made it. */
  readonly nightgrid: string;
  /** Of the engine: the same one gives the same numbers. */
  readonly engine: number;
  readonly run: BundledRun;
  readonly backtests: readonly BundledBacktest[];
  readonly snapshots: readonly BundledSnapshot[];
  /** What one would look for, and why it is not there. */
  readonly left_out: readonly { readonly what: string; readonly why: string }[];
  /** All files but this one, by path. */
  readonly files: readonly BundledFile[];
}

export interface BundledRun {
  readonly id: string;
  readonly dag: string;
  readonly dag_version: string;
  readonly state: string;
  readonly logical_date: string;
  readonly data_through: string | null;
  readonly seed: number;
  readonly overrides: Readonly<Record<string, unknown>>;
}

export interface BundledBacktest {
  readonly name: string;
  /** The name that its results have in common, in hex; null where it was not planned. */
  readonly base: string | null;
  /** What that is a hash of, as far as it is kept. */
  readonly parts: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly snapshot: string | null;
  readonly cells: { readonly total: number; readonly done: number; readonly failed: number };
  /** Cells of each round of a search that goes by results, the backtest as the last; absent where it has none. */
  readonly rounds?: readonly number[];
  /** Of `code/`; empty for a built-in strategy. */
  readonly code: readonly BundledCode[];
  /** Why it cannot be computed from this bundle; null when it can. */
  readonly no_replay: string | null;
}

export interface BundledCode {
  /** From the folder of the strategy's own file, which comes first. */
  readonly path: string;
  /** In the bundle. */
  readonly file: string;
}

export interface BundledSnapshot {
  readonly id: string;
  /** In the bundle. */
  readonly manifest: string;
  /** Of each symbol; null when only the manifest is there. */
  readonly prices: readonly { readonly symbol: string; readonly file: string }[] | null;
}

export interface BundledFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

const TOP = {
  format: "number",
  nightgrid: "string",
  engine: "number",
  run: "map",
  backtests: "list",
  snapshots: "list",
  left_out: "list",
  files: "list",
} as const;
const RUN = { id: "string", dag: "string", logical_date: "string", data_through: "string or null" } as const;
const BACKTEST = {
  name: "string",
  base: "string or null",
  parts: "map",
  snapshot: "string or null",
  cells: "map",
  code: "list",
  no_replay: "string or null",
} as const;
const CODE = { path: "string", file: "string" } as const;
const SNAPSHOT = { id: "string", manifest: "string" } as const;
const PRICES = { symbol: "string", file: "string" } as const;
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const FILE = { path: "string", bytes: "number", sha256: "string" } as const;

/** @throws AppError BUNDLE_INVALID, BUNDLE_VERSION for one of a newer format */
export function parseBundleManifest(text: string): BundleManifest {
  const document = parsed(text);
  if (!isMap(document)) throw invalidBundle(`its ${MANIFEST_FILE} is no JSON object`);
  const { format } = document;
  if (typeof format === "number" && format > BUNDLE_FORMAT) {
    throw new AppError(
      "BUNDLE_VERSION",
      `The bundle has the format ${format}; this version reads up to ${BUNDLE_FORMAT}`,
      {
        hint: `Use the Nightgrid that made it: ${String(document["nightgrid"])}.`,
      },
    );
  }
  const lack = lackOf(document);
  if (lack !== null) throw invalidBundle(`${lack} in its ${MANIFEST_FILE} is not what it should be`);
  return document as unknown as BundleManifest;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidBundle(`its ${MANIFEST_FILE} is no JSON`, error);
  }
}

function lackOf(document: Readonly<Record<string, unknown>>): string | null {
  const own = lackIn(document, TOP);
  if (own !== null) return own;
  const { run, backtests, snapshots, files } = document;
  // It becomes the name of a folder.
  const odd = (backtests as readonly unknown[]).find((one) => isMap(one) && !NAME.test(String(one["name"])));
  if (odd !== undefined) return "a name";
  return (
    lackIn(isMap(run) ? run : {}, RUN, "run.") ??
    lackInList(backtests, BACKTEST, "backtests") ??
    lackInList(membersOf(backtests, "code"), CODE, "backtests.code") ??
    lackInList(snapshots, SNAPSHOT, "snapshots") ??
    lackInList(membersOf(snapshots, "prices"), PRICES, "snapshots.prices") ??
    lackInList(files, FILE, "files")
  );
}

function membersOf(list: unknown, key: string): readonly unknown[] {
  const each = Array.isArray(list) ? (list as readonly unknown[]) : [];
  return each.flatMap((one) => (isMap(one) ? (one[key] ?? []) : []));
}

function lackInList(list: unknown, kinds: Readonly<Record<string, ValueKind>>, at: string): string | null {
  const each = Array.isArray(list) ? (list as readonly unknown[]) : [];
  for (const [index, one] of each.entries()) {
    const lack = isMap(one) ? lackIn(one, kinds, `${at}[${index}].`) : `${at}[${index}]`;
    if (lack !== null) return lack;
  }
  return null;
}

/** @param why as the end of a sentence about it */
export function invalidBundle(why: string, cause?: unknown): AppError {
  return new AppError("BUNDLE_INVALID", `This is no bundle that can be used: ${why}`, {
    hint: "Get it again from whoever made it; `nightgrid bundle` makes one of a run.",
    cause,
  });
}
