import { cutBars } from "../../data/cut-bars.ts";
import { loadSnapshot } from "../../data/load-snapshot.ts";
import { resolveWindow } from "../../data/resolve-window.ts";
import { reachReader } from "../../data/reach-of.ts";
import { openSnapshot, type SnapshotDepot } from "../../data/snapshots/snapshot-store.ts";
import type { ReadPublished } from "../../runs/check/check-backtest.ts";
import type { DataPort } from "../../runs/market/data-port.ts";
import { isStored, loadStored, reachOfStored, reopenStored } from "../../runs/market/stored-prices.ts";
import { checkPublished } from "../../data/beside/check-published.ts";
import { tableOpener } from "../../data/beside/tables/open-table.ts";
import { queryReader } from "../../data/beside/tables/read-query.ts";
import { queryRows } from "../../store/prices/query-rows.ts";
import type { ProjectContext } from "../project-context.ts";
import type { LoadedSnapshot } from "../../data/dataset.ts";
import type { SnapshotSharing } from "./share-snapshots.ts";
import { versionPort } from "./version-port.ts";
import type { Database } from "../../store/connection/transaction.ts";

type DataPlace = Pick<ProjectContext, "home" | "env">;

/**
 * The data of one project: files, and prices of its database; its snapshots under `<home>/.nightgrid`, and in the depot of all
 * its hosts.
 */
export function dataPort({ home, env }: DataPlace, database: Database, sharing?: SnapshotSharing): DataPort {
  const files = filePort({ home, env }, sharing?.depot);
  const deps = { home, database, readQuery: queryReader(queryRows, env) };
  const shared = async <T extends LoadedSnapshot | null>(found: Promise<T>): Promise<T> => {
    const loaded = await found;
    if (loaded !== null) await sharing?.share(loaded.snapshot);
    return loaded;
  };
  return {
    ...files,
    load: (request, pinned) => shared(isStored(request) ? loadStored(request, deps) : files.load(request, pinned)),
    open: (id) => shared(files.open(id).then((found) => found ?? reopenStored(id, deps))),
    reachOf: (request, day) => (isStored(request) ? reachOfStored(request, day, deps) : files.reachOf(request, day)),
  };
}

/** Tells of bars that were read whether their factors are what was published by then. */
export function publishedReader({ home, env }: DataPlace): ReadPublished {
  return (bars, request) =>
    checkPublished(bars, request, tableOpener({ home, readQuery: queryReader(queryRows, env) }));
}

/** Without a database of ours: for what reads no prices of sources. */
export function filePort({ home, env }: DataPlace, depot?: SnapshotDepot): DataPort {
  const deps = { home, readQuery: queryReader(queryRows, env) };
  return {
    load: (request, pinned) => loadSnapshot(request, deps, pinned),
    open: (id) => openSnapshot(home, id, depot),
    reachOf: reachReader(deps),
    resolveWindow,
    cutBars,
    versions: versionPort(home, depot),
  };
}
