import { cutBars } from "../../data/cut-bars.ts";
import { loadSnapshot } from "../../data/load-snapshot.ts";
import { resolveWindow } from "../../data/resolve-window.ts";
import { reachReader } from "../../data/reach-of.ts";
import { openSnapshot, type SnapshotDepot } from "../../data/snapshots/snapshot-store.ts";
import type { DataPort } from "../../runs/market/data-port.ts";
import { isStored, loadStored, reachOfStored, reopenStored } from "../../runs/market/stored-prices.ts";
import type { LoadedSnapshot } from "../../data/dataset.ts";
import type { SnapshotSharing } from "./share-snapshots.ts";
import { versionPort } from "./version-port.ts";
import type { Database } from "../../store/connection/transaction.ts";

/**
 * The data of one project: files, and prices of its database; its snapshots under `<home>/.nightgrid`, and in the depot of all
 * its hosts.
 */
export function dataPort(home: string, database: Database, sharing?: SnapshotSharing): DataPort {
  const files = filePort(home, sharing?.depot);
  const deps = { home, database };
  const shared = async <T extends LoadedSnapshot | null>(found: Promise<T>): Promise<T> => {
    const loaded = await found;
    if (loaded !== null) await sharing?.share(loaded.snapshot);
    return loaded;
  };
  return {
    ...files,
    load: (request, pinned) => shared(isStored(request) ? loadStored(request, deps) : files.load(request, pinned)),
    open: (id) => shared(files.open(id).then((found) => found ?? reopenStored(id, deps))),
    reachOf: (request) => (isStored(request) ? reachOfStored(request, deps) : files.reachOf(request)),
  };
}

/** Without a database: for what reads no prices of sources. */
export function filePort(home: string, depot?: SnapshotDepot): DataPort {
  return {
    load: (request, pinned) => loadSnapshot(request, { home }, pinned),
    open: (id) => openSnapshot(home, id, depot),
    reachOf: reachReader(home),
    resolveWindow,
    cutBars,
    versions: versionPort(home, depot),
  };
}
