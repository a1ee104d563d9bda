import { cutBars } from "../data/cut-bars.ts";
import { loadSnapshot } from "../data/load-snapshot.ts";
import { resolveWindow } from "../data/resolve-window.ts";
import { reachReader } from "../data/reach-of.ts";
import { openSnapshot } from "../data/snapshots/snapshot-store.ts";
import type { DataPort } from "../runs/market/data-port.ts";

/** The data of one project, its snapshots under `<home>/.nightgrid`. */
export function dataPort(home: string): DataPort {
  return {
    load: (request, pinned) => loadSnapshot(request, { home }, pinned),
    open: (id) => openSnapshot(home, id),
    reachOf: reachReader(home),
    resolveWindow,
    cutBars,
  };
}
