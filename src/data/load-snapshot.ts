import type { TradingSession } from "../core/time/trading-session.ts";
import type { Bars } from "../engine/bars.ts";
import { barWarnings } from "./bars/bar-warnings.ts";
import type { SnapshotId } from "../core/names/ids.ts";
import { barsPerYear } from "../core/time/bars-per-year.ts";
import { resolveSources } from "./catalogue/resolve-sources.ts";
import { columnsBeside } from "./beside/columns-beside.ts";
import type { LoadedSnapshot } from "./dataset.ts";
import { readFileBars } from "./files/read-file-bars.ts";
import type { DataSpec } from "../core/spec/data-spec.ts";
import { cutManifest } from "./snapshots/manifest.ts";
import { oldContentId } from "./snapshots/old-snapshot.ts";
import { rangeOf, snapshotOf } from "./snapshots/snapshot-of.ts";
import { writeSnapshot } from "./snapshots/snapshot-store.ts";

export interface LoadSnapshotDeps {
  /** The project's folder: its `datasets/` comes before the built-in ones, its `.nightgrid/` takes the snapshot. */
  readonly home: string;
}

/**
 * Reads what is asked for, checks it, and freezes it: the snapshot is on disk, named by
 * its content, when this returns. Equal content gives the same id, wherever it lies.
 *
 * @param pinned what a run was pinned to, of a format from before there were chunks: the data go by that name where they are the same
 * @throws AppError DATASET_NOT_FOUND, FILE_NOT_FOUND, DATASET_INVALID (with file, line and value), DISK_FULL
 */
export async function loadSnapshot(
  request: DataSpec,
  deps: LoadSnapshotDeps,
  pinned: SnapshotId | null = null,
): Promise<LoadedSnapshot> {
  const sources = await resolveSources(request, deps.home);
  const read = await Promise.all(sources.files.map(readFileBars));
  const beside = await columnsBeside(
    read.map((one) => one.bars),
    sources.files,
    { request, home: deps.home },
  );
  const { bars } = beside;
  const facts = {
    timeframe: request.timeframe,
    barsPerYear: sources.barsPerYear ?? measuredBarsPerYear(bars, request.session),
  };
  const warnings = [
    ...read.flatMap((one) => [...one.warnings, ...barWarnings(one.bars, request.timeframe)]),
    ...beside.warnings,
  ];
  const cut = cutManifest(facts, bars);
  const id = await writeSnapshot(deps.home, cut, warnings);
  const snapshot = snapshotOf(id, cut.manifest, warnings);
  if (pinned === null || pinned === id || oldContentId({ ...facts, dataset: sources.dataset }, bars) !== pinned) {
    return { snapshot, bars };
  }
  const { manifest: _, ...old } = snapshot;
  return { snapshot: { ...old, id: pinned, symbols: bars.map(rangeOf) }, bars };
}

/** Of the symbol with the most bars. */
function measuredBarsPerYear(bars: readonly Bars[], session?: TradingSession): number {
  const longest = bars.toSorted((a, b) => b.time.length - a.time.length)[0];
  return longest === undefined ? 252 : barsPerYear(longest, session);
}
