import { CROSS_SCAN } from "./cross-scan-code.ts";
import { MAX_PAGES, wasmModule } from "./wasm-module.ts";

/** Columns in a memory that WebAssembly can read, so that two of them are compared several bars at a time. */
export interface ColumnMemory {
  /** A column of zeros, or null where the memory is full. */
  column(length: number): Float64Array | null;
  /**
   * Scans two columns for changes of side from `bar` on, one bar before which they are on a side. It stops before
   * the first 64 bars with an equal pair or a NaN among them, and before what is left over of 64.
   *
   * @returns how many are in `found`, which the bar at which it stopped follows; −1 where it cannot look at the columns
   */
  scanCrossings(a: Float64Array, b: Float64Array, bar: number): number;
  /** Bars, of the last scan. */
  readonly found: Int32Array;
}

const PAGE_BYTES = 65_536;
/** Columns begin at whole cache lines. */
const LINE_BYTES = 64;
/** Of fewer bars, scanning saves less than the memory costs. */
const FEWEST_BARS = 256;

/** What of WebAssembly is used; the compiler's library for it belongs to browsers. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory;
};

interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

type Scan = (a: number, b: number, bar: number, count: number) => number;

/**
 * The memory is shared because such a one may grow under the views that others hold of it.
 *
 * @param barCount the longest column that will be scanned
 * @returns null for few bars, and where the machine has no vector instructions or no room for the addresses
 */
export function createColumnMemory(barCount: number): ColumnMemory | null {
  const module = barCount < FEWEST_BARS ? null : scanModule();
  if (module === null) return null;
  const foundBytes = 4 * (barCount + 1);
  const memory = tryMemory(Math.ceil(foundBytes / PAGE_BYTES));
  if (memory === null) return null;
  const instance = new WebAssembly.Instance(module, { host: { memory } });
  const scan = instance.exports["scan"] as Scan;
  // Growing makes a new buffer over the same bytes; a column keeps the one that it was made with.
  const buffers = new Set<ArrayBufferLike>([memory.buffer]);
  const found = new Int32Array(memory.buffer, 0, barCount + 1);
  let end = foundBytes;

  return {
    found,

    column(length) {
      const start = Math.ceil(end / LINE_BYTES) * LINE_BYTES;
      const missing = start + 8 * length - memory.buffer.byteLength;
      if (missing > 0 && !tryGrow(memory, Math.ceil(missing / PAGE_BYTES))) return null;
      buffers.add(memory.buffer);
      end = start + 8 * length;
      return new Float64Array(memory.buffer, start, length);
    },

    scanCrossings(a, b, bar) {
      if (!buffers.has(a.buffer) || !buffers.has(b.buffer)) return -1;
      return scan(a.byteOffset, b.byteOffset, bar, Math.min(a.length, b.length, barCount));
    },
  };
}

let compiled: object | null | undefined;

/** Compiled once per thread; null where there are no vector instructions. */
function scanModule(): object | null {
  if (compiled === undefined) {
    const bytes = wasmModule(CROSS_SCAN);
    compiled = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  }
  return compiled;
}

function tryMemory(pages: number): SharedMemory | null {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: MAX_PAGES, shared: true });
  } catch {
    return null;
  }
}

function tryGrow(memory: SharedMemory, pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}
