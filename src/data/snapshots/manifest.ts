import { sha256 } from "../../core/values/hash.ts";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { type SnapshotId, snapshotId } from "../../core/names/ids.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import { type Document, isMap } from "../../core/values/document-shape.ts";
import type { Bars } from "../../engine/bars.ts";
import { type Chunk, compareChunks } from "../chunks/chunk.ts";
import { type CutChunk, cutChunks, cutGrowing } from "../chunks/cut-chunks.ts";

/**
 * Raised when the same bars would have other chunks. 1 was one file for all bars (see `old-snapshot.ts`); of 2 all periods are
 * whole, also the last one.
 */
const FORMATS = { 2: cutChunks, 3: cutGrowing } as const;
const FORMAT = 3;

export type ManifestFormat = keyof typeof FORMATS;

/**
 * What a snapshot is: its name is the SHA-256 of the canonical JSON of this, and of nothing else. Not in it are the name of
 * the dataset (a renamed one has the same bars) and the warnings (a new check must not rename old data).
 */
export interface Manifest {
  readonly format: ManifestFormat;
  readonly timeframe: string;
  /** Part of the settings of whoever reads it: a worker must not need the dataset for that. */
  readonly barsPerYear: number;
  /** In the order in which they were asked for: strategies of several symbols see them in it. */
  readonly symbols: readonly string[];
  /** By symbol and period. */
  readonly chunks: readonly Chunk[];
}

export type ManifestFacts = Pick<Manifest, "timeframe" | "barsPerYear">;

export interface CutManifest {
  readonly manifest: Manifest;
  readonly cut: readonly CutChunk[];
}

/** @param format absent: that in which snapshots are written */
export function cutManifest(
  { timeframe, barsPerYear }: ManifestFacts,
  bars: readonly Bars[],
  format: ManifestFormat = FORMAT,
): CutManifest {
  const each = new Map(bars.map((one) => [one.symbol, one]));
  const cut = [...each.values()].flatMap((one) => FORMATS[format](one, timeframe));
  const chunks = cut.map(({ chunk }) => chunk).toSorted(compareChunks);
  return {
    manifest: { format, timeframe, barsPerYear, symbols: bars.map(({ symbol }) => symbol), chunks },
    cut,
  };
}

export function manifestBytes(manifest: Manifest): Uint8Array {
  return new TextEncoder().encode(canonicalJson(manifest));
}

export function manifestId(manifest: Manifest): SnapshotId {
  return snapshotId(sha256(manifestBytes(manifest)));
}

/**
 * A manifest as it was kept.
 *
 * @param named how it is called in messages
 * @throws AppError DATASET_INVALID, also for one of a newer format
 */
export function parseManifest(bytes: Uint8Array, named: string): Manifest {
  const document: ManifestDocument = parsed(bytes, named);
  const { format } = document;
  const lack = isFormat(format) ? lackOf(document) : `its format is ${JSON.stringify(format)}`;
  if (lack === null) return document as unknown as Manifest;
  throw new AppError("DATASET_INVALID", `${named} is no manifest that this version can read: ${lack}`, {
    hint: "One of a newer format needs the Nightgrid that wrote it. Else delete it; the next run makes it again from the source.",
  });
}

function parsed(bytes: Uint8Array, named: string): Document {
  try {
    const document: unknown = JSON.parse(new TextDecoder("utf8", { fatal: true }).decode(bytes));
    if (isMap(document)) return document;
  } catch (error) {
    throw new AppError("DATASET_INVALID", `${named} is no JSON: ${messageOf(error)}`, {
      hint: "Delete it; the next run makes it again from the source.",
      cause: error,
    });
  }
  throw new AppError("DATASET_INVALID", `${named} is no JSON object`, { hint: "Delete it." });
}

function isFormat(format: unknown): format is ManifestFormat {
  return format === 2 || format === FORMAT;
}

type ManifestDocument = Document & { readonly format?: unknown };

const SHA256_HEX = /^[0-9a-f]{64}$/;
const PERIOD = /^-?\d{4,6}(-\d{2}){0,2}$/;

function lackOf({ timeframe, barsPerYear, symbols, chunks }: Document): string | null {
  if (typeof timeframe !== "string") return "timeframe";
  if (typeof barsPerYear !== "number" || !(barsPerYear > 0)) return "barsPerYear";
  if (!Array.isArray(symbols) || !symbols.every((symbol) => typeof symbol === "string")) return "symbols";
  if (!Array.isArray(chunks)) return "chunks";
  const extraOf = new Map<unknown, string>();
  const wrong = chunks.findIndex((chunk: unknown) => {
    if (!isMap(chunk) || !isChunk(chunk)) return true;
    const extra = canonicalJson(chunk["extra"] ?? []);
    if (!extraOf.has(chunk["symbol"])) extraOf.set(chunk["symbol"], extra);
    return extraOf.get(chunk["symbol"]) !== extra;
  });
  return wrong === -1 ? null : `chunks[${wrong}]`;
}

/** Its hash becomes the name of a file. */
function isChunk({
  symbol,
  period,
  sha256: hex,
  rows,
  from,
  to,
  hasDividends = false,
  hasMember = false,
  extra = [],
}: Document): boolean {
  return (
    typeof symbol === "string" &&
    typeof period === "string" &&
    PERIOD.test(period) &&
    typeof hex === "string" &&
    SHA256_HEX.test(hex) &&
    Number.isSafeInteger(rows) &&
    Number(rows) > 0 &&
    Number.isFinite(from) &&
    Number.isFinite(to) &&
    typeof hasDividends === "boolean" &&
    typeof hasMember === "boolean" &&
    Array.isArray(extra) &&
    extra.every((name) => typeof name === "string")
  );
}
