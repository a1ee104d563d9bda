import { chunkKey, getManifest, manifestKey, plainManifestKey } from "../../../data/snapshots/depot-keys.ts";
import { parseManifest } from "../../../data/snapshots/manifest.ts";
import type { Depot } from "../../../depot/depot.ts";
import { DATA_NAME, type DataPlace, type FoundData } from "./data-place.ts";

/** Frozen data in a depot. Nobody marks what is used there: see `findNeedlessData`. */
export function depotData(depot: Depot): DataPlace {
  const listed = async function* (prefix: string, nameOf: (parts: readonly string[]) => string | undefined) {
    for await (const { key, bytes, changedAt } of depot.list(prefix)) {
      const name = nameOf(key.split("/"));
      if (name !== undefined && DATA_NAME.test(name)) yield { name, bytes, changedAt } satisfies FoundData;
    }
  };
  return {
    kind: "depot_data",
    address: depot.address,
    manifests: () => listed("snapshots/", ([, name]) => name),
    chunks: () => listed("chunks/", ([, , name]) => name),
    async chunksOf(name) {
      const bytes = await getManifest(depot, name);
      if (bytes === null) return [];
      return parseManifest(bytes, depot.addressOf(manifestKey(name))).chunks.map((chunk) => chunk.sha256);
    },
    likeOf: () => Promise.resolve(null),
    removeManifest: (name) => depot.remove([manifestKey(name), plainManifestKey(name)]),
    removeChunks: (names) => depot.remove(names.map(chunkKey)),
  };
}
