import type { SnapshotId } from "../core/names/ids.ts";
import { barsPerYear } from "../core/time/bars-per-year.ts";
import type { TradingSession } from "../core/time/trading-session.ts";
import type { Bars } from "../engine/bars.ts";
import type { LoadedSnapshot } from "./dataset.ts";
import { type CutManifest, cutManifest, type ManifestFacts, manifestId } from "./snapshots/manifest.ts";
import { oldContentId } from "./snapshots/old-snapshot.ts";
import { rangeOf, snapshotOf } from "./snapshots/snapshot-of.ts";
import { writeSnapshot } from "./snapshots/snapshot-store.ts";

/** What bars are called, and how they count. */
export interface FrozenFacts {
  /** Of the dataset, the file or the source. */
  readonly dataset: string;
  readonly timeframe: string;
  /** Null: measured. */
  readonly barsPerYear: number | null;
  readonly session?: TradingSession;
}

export interface FreezeBarsDeps {
  readonly home: string;
  /** What a run was pinned to, perhaps of a format from before there were chunks: the bars go by that name where they are the same. */
  readonly pinned?: SnapshotId | null;
}

/**
 * Freezes bars that were read and checked: the snapshot is on disk, named by its content, when this returns.
 *
 * @throws AppError DISK_FULL
 */
export async function freezeBars(
  { bars, warnings }: { readonly bars: readonly Bars[]; readonly warnings: readonly string[] },
  { dataset, timeframe, barsPerYear: known, session }: FrozenFacts,
  { home, pinned = null }: FreezeBarsDeps,
): Promise<LoadedSnapshot> {
  const facts = { timeframe, barsPerYear: known ?? measuredBarsPerYear(bars, session) };
  const cut = cutAsPinned(facts, bars, pinned);
  const id = await writeSnapshot(home, cut, warnings);
  const snapshot = snapshotOf(id, cut.manifest, warnings);
  if (pinned === null || pinned === id || oldContentId({ ...facts, dataset }, bars) !== pinned) {
    return { snapshot, bars };
  }
  const { manifest: _, ...old } = snapshot;
  return { snapshot: { ...old, id: pinned, symbols: bars.map(rangeOf) }, bars };
}

/** In the chunks that make these bars what a run was pinned to, where there are such; else as bars are cut today. */
function cutAsPinned(facts: ManifestFacts, bars: readonly Bars[], pinned: SnapshotId | null): CutManifest {
  const cut = cutManifest(facts, bars);
  if (pinned === null || manifestId(cut.manifest) === pinned) return cut;
  const former = cutManifest(facts, bars, 2);
  return manifestId(former.manifest) === pinned ? former : cut;
}

/** Of the symbol with the most bars. */
export function measuredBarsPerYear(bars: readonly Bars[], session?: TradingSession): number {
  const longest = bars.toSorted((a, b) => b.time.length - a.time.length)[0];
  return longest === undefined ? 252 : barsPerYear(longest, session);
}
