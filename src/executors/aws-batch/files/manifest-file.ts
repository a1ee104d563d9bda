import { isMap, lackIn } from "../../../core/values/document-shape.ts";

/**
 * Says that what a child has written is whole. Written last, and once: the first that is there counts, whichever try of the
 * child has written it.
 */
export interface ManifestFile {
  readonly version: 1;
  readonly name: string;
  readonly index: number;
  readonly files: readonly ManifestEntry[];
}

export interface ManifestEntry {
  readonly key: string;
  readonly size: number;
  readonly sha256: string;
}

export function encodeManifest(manifest: ManifestFile): Buffer {
  return Buffer.from(JSON.stringify(manifest));
}

/** Null when it is none. */
export function decodeManifest(bytes: Uint8Array): ManifestFile | null {
  try {
    const file: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    if (!isMap(file) || file["version"] !== 1 || !Array.isArray(file["files"])) return null;
    const entries: readonly unknown[] = file["files"];
    const isWhole = entries.every((entry) => isMap(entry) && lackIn(entry, ENTRY) === null);
    return isWhole ? (file as unknown as ManifestFile) : null;
  } catch {
    return null;
  }
}

const ENTRY = { key: "string", size: "number", sha256: "string" } as const;
