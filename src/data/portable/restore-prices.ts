import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from "hyparquet";
import { zstdDecompressSync } from "node:zlib";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { sha256 } from "../../core/values/hash.ts";
import { allocateBars, bytesOf } from "../bars/allocate-bars.ts";
import type { Chunk } from "../chunks/chunk.ts";
import { chunkSize } from "../chunks/join-chunks.ts";
import type { Manifest } from "../snapshots/manifest.ts";
import { projectStores, putManifest } from "../snapshots/snapshot-store.ts";
import { columnOf, priceColumns } from "./price-columns.ts";

/** More than any chunk of ours: a month of seconds. */
const MOST_ROWS = 32 * 24 * 60 * 60;

/**
 * Freezes prices again that `frozenPrices` has packed, chunk by chunk; what they come to is held against the manifest.
 *
 * @param fileOf absolute path of a symbol's file; null for none, which is right where a symbol has no bars
 * @throws AppError DATASET_INVALID when they are not the prices of the manifest, DISK_FULL
 */
export async function restorePrices(
  home: string,
  manifest: Manifest,
  fileOf: (symbol: string) => string | null,
): Promise<void> {
  const { chunks: store, manifests } = projectStores(home);
  for (const symbol of new Set(manifest.symbols)) {
    const own = manifest.chunks.filter((chunk) => chunk.symbol === symbol);
    const file = fileOf(symbol);
    if (own.length === 0) continue;
    if (file === null) throw notTheSame(symbol, "there is no file of it");
    const names = priceColumns(symbol, own);
    let row = 0;
    for await (const [chunk, columns] of chunksIn(file, own, names)) {
      const bars = allocateBars({ ...chunk, bars: chunk.rows });
      for (const name of names) {
        const values = columns.get(name);
        if (values?.length !== chunk.rows) throw notTheSame(symbol, `it has no whole column ${name}`);
        columnOf(bars, name)?.set(values);
      }
      const bytes = Buffer.concat(bytesOf(bars));
      if (bytes.length !== chunkSize(chunk) || sha256(bytes) !== chunk.sha256) {
        throw notTheSame(symbol, `those of ${chunk.period} are others`);
      }
      await store.put(chunk.sha256, bytes);
      row += chunk.rows;
    }
    if (row !== own.reduce((sum, { rows }) => sum + rows, 0)) throw notTheSame(symbol, "some are missing");
  }
  await putManifest(manifest, { chunks: store, manifests });
}

type Columns = ReadonlyMap<string, Float64Array>;

/** The rows of each chunk, one after the other: each is a row group of the file. */
async function* chunksIn(
  path: string,
  chunks: readonly Chunk[],
  names: readonly string[],
): AsyncGenerator<readonly [Chunk, Columns]> {
  const file = await asyncBufferFromFile(path);
  const [{ symbol } = { symbol: path }] = chunks;
  const metadata = await orRefuse(symbol, () => parquetMetadataAsync(file));
  const groups = metadata.row_groups.map(({ num_rows: rows }) => Number(rows));
  let row = 0;
  for (const [index, chunk] of chunks.entries()) {
    if (groups[index] !== chunk.rows || chunk.rows > MOST_ROWS) throw notTheSame(symbol, "it has other rows");
    const columns = new Map<string, Float64Array>();
    await orRefuse(symbol, () =>
      parquetRead({
        file,
        metadata,
        columns: [...names],
        rowStart: row,
        rowEnd: row + chunk.rows,
        compressors: { ZSTD: (packed, length) => zstdDecompressSync(packed, { maxOutputLength: length }) },
        onChunk: ({ columnName, columnData, rowStart }) => {
          const values = columns.get(columnName) ?? new Float64Array(chunk.rows);
          values.set(columnData as ArrayLike<number>, rowStart - row);
          columns.set(columnName, values);
        },
      }),
    );
    yield [chunk, columns];
    row += chunk.rows;
  }
}

async function orRefuse<T>(symbol: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw notTheSame(symbol, `its file cannot be read: ${messageOf(error)}`, error);
  }
}

function notTheSame(symbol: string, why: string, cause?: unknown): AppError {
  return new AppError("DATASET_INVALID", `The prices of ${symbol} are not those that were packed: ${why}`, {
    hint: "Get the file again: it was changed, or damaged on its way.",
    cause,
  });
}
