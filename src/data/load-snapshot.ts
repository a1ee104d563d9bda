import { actionsBeside } from "./actions/actions-beside.ts";
import { barWarnings } from "./bars/bar-warnings.ts";
import type { SnapshotId } from "../core/names/ids.ts";
import { resolveSources } from "./catalogue/resolve-sources.ts";
import { type TableDeps, tableOpener } from "./beside/tables/open-table.ts";
import { columnsBeside } from "./beside/columns-beside.ts";
import { withSessions } from "./beside/market-sessions.ts";
import type { LoadedSnapshot } from "./dataset.ts";
import { readFileBars } from "./files/read-file-bars.ts";
import type { DataSpec } from "../core/spec/data-spec.ts";
import { freezeBars } from "./freeze-bars.ts";

/** `home`: its `datasets/` comes before the built-in ones, its `.nightgrid/` takes the snapshot. */
export type LoadSnapshotDeps = TableDeps;

/**
 * Reads what is asked for, checks it, and freezes it: the snapshot is on disk, named by
 * its content, when this returns. Equal content gives the same id, wherever it lies.
 *
 * @param pinned what a run was pinned to, perhaps of a format from before there were chunks: the data go by that name where they are the same
 * @throws AppError DATASET_NOT_FOUND, FILE_NOT_FOUND, DATASET_INVALID (with file, line and value), CALENDAR_ENDS, DISK_FULL
 */
export async function loadSnapshot(
  request: DataSpec,
  deps: LoadSnapshotDeps,
  pinned: SnapshotId | null = null,
): Promise<LoadedSnapshot> {
  const { home } = deps;
  const openTable = tableOpener(deps);
  const { dataset, barsPerYear, files } = await resolveSources(request, home, openTable);
  const read = await Promise.all(files.map(readFileBars));
  const events = await actionsBeside(read, request);
  const beside = await columnsBeside(events.bars, files, { request, home, openTable });
  const within = withSessions(beside.bars, request);
  const warnings = [
    ...read.flatMap((one) => [...one.warnings, ...barWarnings(one.bars, request.timeframe)]),
    ...events.warnings,
    ...beside.warnings,
    ...within.warnings,
  ];
  const { timeframe, session } = request;
  return freezeBars(
    { bars: within.bars, warnings },
    { dataset, barsPerYear, timeframe, ...(session && { session }) },
    { home, pinned },
  );
}
