import { PAGE_BYTES, reachTo, type SharedMemory } from "./shared-memory.ts";

/**
 * Which columns lie where in a shared memory, so that each is computed by one thread and read by all. The first page is
 * the directory: a counter of the lines given away, then pairs of a key and the line at which its column begins.
 */
export interface ColumnDirectory {
  /** A stretch of the memory of one's own; null where it is full. */
  allocate<T>(bytes: number, viewOf: (buffer: SharedArrayBuffer, address: number) => T): T | null;
  /**
   * The column of that key, filled by the first who asks; null where the memory is full.
   *
   * @param key 1…2^31 − 1; the same key means the same column, of the same length
   */
  column(key: number, length: number, fill: (column: Float64Array) => void): Float64Array | null;
}

/** Columns begin at whole cache lines. */
const LINE_BYTES = 64;
const SLOTS = 4096;
/** A thread that was ended amid a column never finishes it; the others then fill one each. */
const PATIENCE_MS = 200;
const NOWHERE = -1;

export function openColumnDirectory(memory: SharedMemory): ColumnDirectory {
  const words = new Int32Array(memory.buffer, 0, PAGE_BYTES / 4);
  const nextLine = words.subarray(0, 1);
  const slots = words.subarray(16, 16 + 2 * SLOTS);
  // The first thread to come begins behind the directory.
  Atomics.compareExchange(nextLine, 0, 0, PAGE_BYTES / LINE_BYTES);

  const allocateLines = (bytes: number): number => {
    const lines = Math.ceil(bytes / LINE_BYTES);
    const wanted = (Atomics.load(nextLine, 0) + lines) * LINE_BYTES;
    if (!reachTo(memory, wanted)) return NOWHERE;
    const line = Atomics.add(nextLine, 0, lines);
    return reachTo(memory, (line + lines) * LINE_BYTES) ? line : NOWHERE;
  };

  return {
    allocate(bytes, viewOf) {
      const line = allocateLines(bytes);
      return line === NOWHERE ? null : viewOf(memory.buffer, line * LINE_BYTES);
    },

    column(key, length, fill) {
      const place = slotOf(slots, key);
      const known = place === null || place.isMine ? NOWHERE : filledLine(slots, place.slot);
      const line = known === NOWHERE ? allocateLines(8 * length) : known;
      const isThere = line !== NOWHERE && reachTo(memory, line * LINE_BYTES + 8 * length);
      const column = isThere ? new Float64Array(memory.buffer, line * LINE_BYTES, length) : null;
      if (column !== null && known === NOWHERE) fill(column);
      if (place?.isMine === true) {
        Atomics.store(slots, place.slot + 1, line);
        Atomics.notify(slots, place.slot + 1);
      }
      return column;
    },
  };
}

/** Where another thread's column begins, as soon as it is filled. */
function filledLine(slots: Int32Array, slot: number): number {
  Atomics.wait(slots, slot + 1, 0, PATIENCE_MS);
  const line = Atomics.load(slots, slot + 1);
  return line === 0 ? NOWHERE : line;
}

/** Where the key stands or, being new, was put just now; null where the directory is full. */
function slotOf(slots: Int32Array, key: number): { readonly slot: number; readonly isMine: boolean } | null {
  const first = Math.imul(key, 0x9e3779b1) >>> 20;
  for (let tried = 0; tried < SLOTS; tried++) {
    const slot = 2 * ((first + tried) % SLOTS);
    const found = Atomics.compareExchange(slots, slot, 0, key);
    if (found === 0 || found === key) return { slot, isMine: found === 0 };
  }
  return null;
}
