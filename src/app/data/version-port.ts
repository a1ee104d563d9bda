import { projectStores, type SnapshotDepot } from "../../data/snapshots/snapshot-store.ts";
import { compareManifests } from "../../data/versions/compare-manifests.ts";
import { pinVersion } from "../../data/versions/pin-version.ts";
import { streamOf } from "../../data/versions/stream-of.ts";
import type { VersionPort } from "../../runs/market/version-port.ts";

/** Versions of one project, their chunks under `<home>/.nightgrid/chunks`, and in the depot of all its hosts. */
export function versionPort(home: string, depot?: SnapshotDepot): VersionPort {
  const stores = projectStores(home, depot);
  return {
    streamOf: (request) => streamOf(request, home),
    compare: (before, after, mostTold) => compareManifests(before, after, { store: stores.chunks, mostTold }),
    pin: (version, request) => pinVersion(version, request, stores),
  };
}
