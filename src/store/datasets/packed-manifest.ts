import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** Of 100,000 chunks, 20 MB: more is no manifest of ours. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Half of it are hashes, which no packing makes smaller than 32 bytes each. */
export function packManifest(bytes: Uint8Array): Buffer {
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
}

/** @throws RangeError for more than a manifest can be */
export function unpackManifest(packed: Uint8Array): Uint8Array {
  return zstdDecompressSync(packed, { maxOutputLength: MOST_BYTES });
}
