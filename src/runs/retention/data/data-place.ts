/** Something in a place for frozen data: a manifest or a chunk. */
export interface FoundData {
  /** Its SHA-256, 64 hex digits. */
  readonly name: string;
  readonly bytes: number;
  /** When it was put there, or asked for to be used. */
  readonly changedAt: Date;
}

/** Where frozen data lie: a host's disk, or a depot. */
export interface DataPlace {
  readonly kind: "data" | "depot_data";
  /** For people. */
  readonly address: string;
  manifests(): AsyncIterable<FoundData>;
  chunks(): AsyncIterable<FoundData>;
  /**
   * The chunks that a manifest names; none for one that is gone.
   *
   * @throws AppError DATASET_INVALID, DEPOT_DAMAGED
   */
  chunksOf(manifest: string): Promise<readonly string[]>;
  /** The manifest without which this one cannot be read, as `ManifestStore` packs them; null for none. */
  likeOf(manifest: string): Promise<string | null>;
  /** @param before those that were asked for since then stay, where the place can tell */
  removeManifest(name: string, before: Date): Promise<void>;
  removeChunks(names: readonly string[], before: Date): Promise<void>;
}

export const DATA_NAME = /^[0-9a-f]{64}$/;
