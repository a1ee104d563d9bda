import type { SnapshotId } from "../../core/names/ids.ts";
import { sha256 } from "../../core/values/hash.ts";
import { parquetFile } from "../../files/parquet/parquet-table.ts";
import { joinChunks } from "../chunks/join-chunks.ts";
import { type Manifest, manifestBytes, parseManifest } from "../snapshots/manifest.ts";
import { projectStores } from "../snapshots/snapshot-store.ts";
import { priceColumns, priceRows, priceTable } from "./price-columns.ts";

/** A snapshot of a project, to be taken elsewhere. */
export interface FrozenPrices {
  readonly manifest: Manifest;
  /** Named by the snapshot's id: their SHA-256. */
  readonly bytes: Uint8Array;
  /** Each once, in their order. */
  readonly symbols: readonly string[];
  /**
   * The prices of a symbol as a Parquet file of a row group per chunk: memory holds one of them.
   *
   * @throws AppError DATASET_INVALID where a chunk is damaged
   * @throws RangeError where one is gone
   */
  file(this: void, symbol: string): AsyncGenerator<Uint8Array>;
}

/**
 * @returns null when it is not on this disk, or of the format from before there were chunks
 * @throws AppError DATASET_INVALID
 */
export async function frozenPrices(home: string, id: SnapshotId): Promise<FrozenPrices | null> {
  const { chunks: store, manifests } = projectStores(home);
  const bytes = await manifests.get(id);
  if (bytes === null || sha256(bytes) !== id) return null;
  const manifest = parseManifest(bytes, `The manifest of the snapshot ${id}`);
  const chunksOf = (symbol: string) => manifest.chunks.filter((chunk) => chunk.symbol === symbol);
  return {
    manifest,
    bytes: manifestBytes(manifest),
    symbols: [...new Set(manifest.symbols)],
    file(symbol) {
      const chunks = chunksOf(symbol);
      const names = priceColumns(symbol, chunks);
      const groups = async function* () {
        for (const chunk of chunks) {
          const [bars] = (await joinChunks([symbol], [chunk], store)) ?? [];
          if (bars === undefined) throw new RangeError(`The chunk ${chunk.sha256} of ${symbol} is gone`);
          yield priceRows(bars, names);
        }
      };
      return parquetFile(priceTable(symbol, chunks), groups(), { codec: "zstd" });
    },
  };
}
