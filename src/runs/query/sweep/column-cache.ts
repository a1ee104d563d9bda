import { LRUCache } from "lru-cache";

/** Arrays of whole sweeps, kept until others need the room. Whoever asks for one that is just being made waits for the same. */
export interface ColumnCache {
  /** @param key names the version of what it is made of, so that nothing has to be dropped when that changes */
  get<T extends Kept>(key: string, make: () => Promise<T>): Promise<T>;
}

/** Arrays, alone or several that are made together. */
type Kept = ArrayBufferView | Readonly<Record<string, ArrayBufferView>>;

interface Entry {
  readonly bytes: number;
  readonly made: Promise<Kept>;
}

/** What an entry takes besides its arrays; also of one that is still being made. */
const LEAST_BYTES = 256;

/** @param maxBytes of all arrays together; one that is larger is made anew each time */
export function createColumnCache(maxBytes: number): ColumnCache {
  const kept = new LRUCache<string, Entry>({ maxSize: maxBytes, sizeCalculation: ({ bytes }) => bytes });
  return {
    get<T extends Kept>(key: string, make: () => Promise<T>): Promise<T> {
      const known = kept.get(key);
      // A key always names the same kind of array.
      if (known !== undefined) return known.made as Promise<T>;
      const made = make();
      kept.set(key, { bytes: LEAST_BYTES, made });
      made.then(
        (arrays) => kept.set(key, { bytes: bytesOf(arrays), made }),
        () => kept.delete(key),
      );
      return made;
    },
  };
}

function bytesOf(kept: Kept): number {
  const arrays = ArrayBuffer.isView(kept) ? [kept] : Object.values(kept);
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, LEAST_BYTES);
}
