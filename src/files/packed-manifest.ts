import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** Of 100,000 chunks, 20 MB: more is no manifest of ours. */
const MOST_BYTES = 256 * 1024 * 1024;
/** As far back as a window may reach: two manifests of 64 MB. */
const MOST_WINDOW_LOG = 27;
const LEAST_WINDOW_LOG = 10;

/**
 * Half of a manifest are hashes, which no packing makes smaller than 32 bytes each. Nearly all of them are those of the manifest
 * of the night before.
 *
 * @param like a manifest that whoever unpacks it has too: what both say takes no room. Null for none
 */
export function packManifest(bytes: Uint8Array, like: Uint8Array | null): Buffer {
  if (like === null) return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
  const reach = Math.ceil(Math.log2(bytes.length + like.length));
  const log = Math.min(MOST_WINDOW_LOG, Math.max(LEAST_WINDOW_LOG, reach));
  const params = {
    [constants.ZSTD_c_compressionLevel]: 1,
    // What is further back than the window, or has fallen out of the table, is not found again.
    [constants.ZSTD_c_windowLog]: log,
    [constants.ZSTD_c_hashLog]: log,
  };
  return zstdCompressSync(bytes, { params, dictionary: like });
}

/** @throws RangeError for more than a manifest can be; Error when it is damaged, or was packed like another one */
export function unpackManifest(packed: Uint8Array, like: Uint8Array | null): Uint8Array {
  const params = { [constants.ZSTD_d_windowLogMax]: MOST_WINDOW_LOG };
  return zstdDecompressSync(packed, {
    maxOutputLength: MOST_BYTES,
    params,
    ...(like !== null && { dictionary: like }),
  });
}
