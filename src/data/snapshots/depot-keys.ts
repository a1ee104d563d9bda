import { sha256 } from "../../core/values/hash.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { Depot } from "../../depot/depot.ts";
import { unpackManifest } from "../../files/packed-manifest.ts";

/** By the first two digits: a folder that is a depot has no folder of a million files. */
export function chunkKey(hex: string): string {
  return `chunks/${hex.slice(0, 2)}/${hex}`;
}

/** Packed by itself: nobody there would keep another one for it. */
export function manifestKey(id: string): string {
  return `snapshots/${id}/manifest.zst`;
}

/** As versions before put it there. */
export function plainManifestKey(id: string): string {
  return `snapshots/${id}/manifest.json`;
}

/**
 * A manifest of a depot, unpacked; null when there is none.
 *
 * @throws AppError DEPOT_DAMAGED when it is another one, and as the depot's
 */
export async function getManifest(depot: Depot, id: string): Promise<Uint8Array | null> {
  const key = manifestKey(id);
  const packed = await depot.get(key);
  if (packed === null) return getNamed(depot, plainManifestKey(id), id);
  const bytes = unpackedOrNull(packed);
  if (bytes !== null && sha256(bytes) === id) return bytes;
  throw damaged(depot, key);
}

function unpackedOrNull(packed: Uint8Array): Uint8Array | null {
  try {
    return unpackManifest(packed, null);
  } catch {
    return null;
  }
}

/**
 * Bytes of a depot that are named by their SHA-256; null when there are none.
 *
 * @throws AppError DEPOT_DAMAGED when they are others, and as the depot's
 */
export async function getNamed(depot: Depot, key: string, hex: string): Promise<Uint8Array | null> {
  const bytes = await depot.get(key);
  if (bytes === null || sha256(bytes) === hex) return bytes;
  throw damaged(depot, key);
}

function damaged(depot: Depot, key: string): AppError {
  return new AppError("DEPOT_DAMAGED", `${depot.addressOf(key)} is not what it is named by`, {
    hint: "It was replaced or cut there. Remove it there: a host that has the data puts it there again with the next run.",
  });
}
