import { GOLDEN_NAME } from "./golden-name.ts";
import type { ComparedTrade } from "../../analytics/regression/compare-trades.ts";
import type { Tolerance } from "../../analytics/regression/compare-columns.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { type Document, isMap, lackIn, type ValueKind } from "../../core/values/document-shape.ts";
import { hashValue } from "../../core/values/hash.ts";
import type { NamedFile } from "../../store/inputs/result-inputs.ts";

/** Results of a backtest that people have looked at and taken for right, with who did so and why. */
export interface Golden {
  readonly name: string;
  readonly dag: string;
  readonly backtest: string;
  /** Who took results for right, the latest last; at least one. */
  readonly history: readonly GoldenEntry[];
  /** Changes within it are none. */
  readonly tolerance: Tolerance;
  readonly inputs: GoldenInputs;
  /** Version of each metric. */
  readonly versions: Readonly<Record<string, number>>;
  /** By parameters as canonical JSON, the best first: metrics by id, null where undefined. */
  readonly cells: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  /** Of the best cell; null where its trades cannot be computed again, or are too many. */
  readonly trades: readonly ComparedTrade[] | null;
}

export interface GoldenEntry {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly by: string;
  readonly why: string;
  readonly run: string;
}

/** What the results are made of, by hashes: the DAG's version, and all that their name was made of. */
export interface GoldenInputs {
  readonly dagVersion: string;
  /** The name that the results have in common, in hex. */
  readonly base: string;
  /** Null where its executor does not tell. */
  readonly parts: Document | null;
  /** The strategy's files; null where they are not known. */
  readonly files: readonly NamedFile[] | null;
}

const FORMAT = 1;
const ABOUT =
  "Results taken for right: `nightgrid golden check` compares, `nightgrid golden refresh` replaces. Not edited by hand.";

/** As it is kept: plain JSON that a review can read, with a hash of all of it at its end. */
export function goldenText(golden: Golden): string {
  return `${JSON.stringify({ about: ABOUT, format: FORMAT, ...golden, digest: hashValue(golden) }, null, 1)}\n`;
}

const KINDS: Readonly<Record<keyof Golden | "digest", ValueKind>> = {
  name: "string",
  dag: "string",
  backtest: "string",
  history: "list",
  tolerance: "map",
  inputs: "map",
  versions: "map",
  cells: "map",
  trades: "list or null",
  digest: "string",
};

/** @param file how messages call it @throws AppError GOLDEN_INVALID when it is no golden file, or was edited */
export function parseGolden(text: string, { file, name }: { readonly file: string; readonly name: string }): Golden {
  const document = parsed(text, file);
  if (document["format"] !== FORMAT) throw invalid(file, "it is of another format than this version of Nightgrid reads");
  const lack = lackIn(document, KINDS);
  if (lack !== null) throw invalid(file, `"${lack}" is missing or of another kind`);
  const { about: _about, format: _format, digest, ...golden } = document;
  if (digest !== hashValue(golden)) throw invalid(file, "it was edited, or is not whole: its content is not what its digest says");
  if (golden["name"] !== name || !GOLDEN_NAME.test(name)) throw invalid(file, `it is the golden "${String(golden["name"])}" under another name`);
  // Whole, since its digest says so: it was written by `goldenText`.
  return golden as unknown as Golden;
}

function parsed(text: string, file: string): Document {
  try {
    const value: unknown = JSON.parse(text);
    if (isMap(value)) return value;
  } catch (error) {
    throw invalid(file, "it is not JSON", error);
  }
  throw invalid(file, "it is not a map");
}

function invalid(file: string, why: string, cause?: unknown): AppError {
  return new AppError("GOLDEN_INVALID", `${file} is no golden: ${why}`, {
    hint: "Bring it back from version control, or remove it and save it anew.",
    cause,
  });
}

/** The latest word on it. */
export function lastEntry({ history }: Golden): GoldenEntry {
  const last = history.at(-1);
  if (last === undefined) throw new RangeError("A golden has a history");
  return last;
}
