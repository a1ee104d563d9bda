import { createHash } from "node:crypto";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import { type SnapshotId, snapshotId } from "../../core/names/ids.ts";
import type { Bars } from "../../engine/bars.ts";
import { bytesOf, layoutOf } from "../bars/allocate-bars.ts";
import type { Snapshot } from "../dataset.ts";

/** Raised when the bytes of the same bars change. */
const FORMAT = 1;

/** `manifest.json` of a snapshot's folder. */
export interface SnapshotManifest extends Snapshot {
  readonly format: number;
}

/** What a snapshot is named by, besides its bars. Warnings are not: a new check must not rename old data. */
export type SnapshotFacts = Pick<Snapshot, "dataset" | "timeframe" | "barsPerYear">;

export function manifestOf(facts: SnapshotFacts, bars: readonly Bars[], warnings: readonly string[]): SnapshotManifest {
  return {
    format: FORMAT,
    id: contentId(facts, bars),
    dataset: facts.dataset,
    timeframe: facts.timeframe,
    barsPerYear: facts.barsPerYear,
    symbols: bars.map((own) => ({ ...layoutOf(own), from: own.time[0] ?? 0, to: own.time.at(-1) ?? 0 })),
    warnings,
  };
}

/** SHA-256 over the facts and every byte of the bars. */
export function contentId(facts: SnapshotFacts, bars: readonly Bars[]): SnapshotId {
  const { dataset, timeframe, barsPerYear } = facts;
  const symbols = bars.map(layoutOf);
  const hash = createHash("sha256").update(canonicalJson({ format: FORMAT, dataset, timeframe, barsPerYear, symbols }));
  for (const bytes of bars.flatMap(bytesOf)) hash.update(bytes);
  return snapshotId(hash.digest("hex"));
}
