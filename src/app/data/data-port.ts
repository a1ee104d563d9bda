import { cutBars } from "../../data/cut-bars.ts";
import { loadSnapshot } from "../../data/load-snapshot.ts";
import { resolveWindow } from "../../data/resolve-window.ts";
import { reachReader } from "../../data/reach-of.ts";
import { openSnapshot } from "../../data/snapshots/snapshot-store.ts";
import type { DataPort } from "../../runs/market/data-port.ts";
import { isStored, loadStored, reachOfStored, reopenStored } from "../../runs/market/stored-prices.ts";
import { versionPort } from "./version-port.ts";
import type { Database } from "../../store/connection/transaction.ts";

/** The data of one project: files, and prices of its database; its snapshots under `<home>/.nightgrid`. */
export function dataPort(home: string, database: Database): DataPort {
  const files = filePort(home);
  const deps = { home, database };
  return {
    ...files,
    load: (request, pinned) => (isStored(request) ? loadStored(request, deps) : files.load(request, pinned)),
    open: async (id) => (await files.open(id)) ?? reopenStored(id, deps),
    reachOf: (request) => (isStored(request) ? reachOfStored(request, deps) : files.reachOf(request)),
  };
}

/** Without a database: for what reads no prices of sources. */
export function filePort(home: string): DataPort {
  return {
    load: (request, pinned) => loadSnapshot(request, { home }, pinned),
    open: (id) => openSnapshot(home, id),
    reachOf: reachReader(home),
    resolveWindow,
    cutBars,
    versions: versionPort(home),
  };
}
