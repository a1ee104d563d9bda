import { LRUCache } from "lru-cache";
import { messageOf } from "../../core/errors/app-error.ts";
import type { Logger } from "../../core/log.ts";
import type { SnapshotId } from "../../core/names/ids.ts";
import type { Snapshot } from "../../data/dataset.ts";
import type { Manifest } from "../../data/snapshots/manifest.ts";
import { shareSnapshot } from "../../data/snapshots/share-snapshot.ts";
import { projectStores, type SnapshotDepot } from "../../data/snapshots/snapshot-store.ts";
import type { ProjectDepot } from "../../depot/project-depot.ts";

export interface SnapshotSharing {
  /** Where others find them. */
  readonly depot: SnapshotDepot;
  /**
   * Has the depot have a snapshot of this host; it is asked once per snapshot. What cannot be put there is told, and tried again
   * when the snapshot is used a minute later: this host can compute without.
   */
  share(this: void, snapshot: Pick<Snapshot, "id" | "manifest">): Promise<void>;
}

export interface SharingOptions {
  readonly home: string;
  readonly log: Logger;
  /** False for commands that only look: they fetch, and put nothing. */
  readonly isWriter: boolean;
}

const KNOWN = 1000;
const TRY_AGAIN_MS = 60_000;
/** A host that has no data and cannot fetch them gives its work back by then; it costs no retry. */
const FETCH_PATIENCE_MS = 60_000;

export function snapshotSharing(
  { depot, patienceMs }: Pick<ProjectDepot, "depot" | "patienceMs">,
  { home, log, isWriter }: SharingOptions,
): SnapshotSharing {
  const own = projectStores(home);
  const shared = new LRUCache<SnapshotId, Promise<boolean>>({ max: KNOWN });
  const put = async (id: SnapshotId, manifest: Manifest): Promise<boolean> => {
    const why = await shareSnapshot(manifest, own, depot).then(
      (isWhole) => (isWhole ? null : "a chunk of it is missing or damaged here"),
      messageOf,
    );
    if (why !== null) log.warn(`Data of this run cannot be put into ${depot.address} for other hosts: ${why}`, { id });
    return why === null;
  };
  return {
    depot: { depot, patienceMs: Math.min(patienceMs, FETCH_PATIENCE_MS) },
    async share({ id, manifest }) {
      // One from before there were chunks stays where it is.
      if (manifest === undefined || !isWriter) return;
      const known = shared.get(id);
      if (known !== undefined) return void (await known);
      const sharing = put(id, manifest);
      shared.set(id, sharing);
      if (!(await sharing)) shared.set(id, sharing, { ttl: TRY_AGAIN_MS });
    },
  };
}
