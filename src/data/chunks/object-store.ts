/**
 * Where bytes are kept that are named by their SHA-256: chunks, and the manifests that name them. It knows nothing of what is
 * in them; whoever reads checks that they are what they are named by. One on a disk is `fileStore`.
 */
export interface ObjectStore {
  /** Whether they are there, all `size` of them: what was cut short counts as absent. */
  has(sha256: string, size: number): Promise<boolean>;
  /** Null when they are not there. */
  get(sha256: string): Promise<Uint8Array | null>;
  /**
   * As `get`, without a copy: fills `parts` with the bytes, one after the other. False when they are not there, or are not as
   * many. Absent where a store cannot; then what `get` gives is copied.
   */
  read?(sha256: string, parts: readonly Uint8Array[]): boolean;
  /** Puts them there whole or not at all, in place of any that are; several may put the same at a time. */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  /** Makes sure that all that was put before outlives a loss of power. */
  settle(): Promise<void>;
}

/** What a project keeps its frozen data in. A manifest is put after all chunks that it names. */
export interface SnapshotStores {
  readonly chunks: ObjectStore;
  readonly manifests: ObjectStore;
}
