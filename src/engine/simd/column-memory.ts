import type { Bars } from "../bars.ts";
import { openColumnDirectory } from "./column-directory.ts";
import { CROSS_SCAN } from "./cross-scan-code.ts";
import { FLAG_SCAN } from "./flag-scan-code.ts";
import { createSharedMemory, type SharedMemory } from "./shared-memory.ts";
import { wasmModule } from "./wasm-module.ts";

/** The indicators that are kept for all threads. */
export const KEPT_INDICATORS = ["sma", "ema"] as const;
export type KeptIndicator = (typeof KEPT_INDICATORS)[number];

/** Columns in a memory that WebAssembly can read, so that two of them are compared several bars at a time. */
export interface ColumnMemory {
  /**
   * The indicator over a column of the bars, computed by the first thread that asks for it.
   *
   * @param fill computes it into an array of zeros
   * @returns null where it cannot be kept here
   */
  column(
    indicator: KeptIndicator,
    source: Float64Array,
    window: number,
    fill: (column: Float64Array) => void,
  ): Float64Array | null;
  /**
   * Scans two columns for changes of side from `bar` on, one bar before which they are on a side. It stops before
   * the first 64 bars with an equal pair or a NaN among them, and before what is left over of 64.
   *
   * @returns how many are in `found`, which the bar at which it stopped follows; −1 where it cannot look at the columns
   */
  scanCrossings(a: Float64Array, b: Float64Array, bar: number): number;
  /**
   * Lists the bars at which either column is not 0, but for those left over of 64.
   *
   * @returns how many are in `found`, which the bar at which it stopped follows
   */
  listFlags(a: Uint8Array, b: Uint8Array): number;
  /** Bars, of the last scan. */
  readonly found: Int32Array;
}

/** Of fewer bars, scanning saves less than the memory costs. */
const FEWEST_BARS = 256;
const LARGEST_WINDOW = 2 ** 24;

/** What of WebAssembly is used; the compiler's library for it belongs to browsers. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
};

type ListCrossings = (a: number, b: number, bar: number, count: number) => number;
type ListFlags = (a: number, b: number, count: number) => number;

/**
 * @param bars whose indicators are kept; all have one length
 * @param memory that other threads use for the same bars; absent: one of its own
 * @returns null for few bars, and where the machine has no vector instructions or no room for the addresses
 */
export function createColumnMemory(
  bars: Bars,
  memory: SharedMemory | null = createSharedMemory(),
): ColumnMemory | null {
  const barCount = bars.close.length;
  const module = barCount < FEWEST_BARS || memory === null ? null : scanModule();
  if (module === null || memory === null) return null;
  const directory = openColumnDirectory(memory);
  const found = directory.allocate(
    4 * (barCount + 1),
    (buffer, address) => new Int32Array(buffer, address, barCount + 1),
  );
  // One each, since a copy into shared memory goes byte by byte where it does not begin at a whole word.
  const flags = () => directory.allocate(barCount, (buffer, address) => new Uint8Array(buffer, address, barCount));
  const flagsA = flags();
  const flagsB = flags();
  if (found === null || flagsA === null || flagsB === null) return null;
  const { exports } = new WebAssembly.Instance(module, { host: { memory, found: found.byteOffset } });
  const listCrossings = exports["listCrossings"] as ListCrossings;
  const listFlags = exports["listFlags"] as ListFlags;
  const sources = [bars.open, bars.high, bars.low, bars.close, bars.volume];
  // Growing makes a new buffer over the same bytes; a column keeps the one that it was made with.
  const buffers = new Set<ArrayBufferLike>();

  return {
    found,

    column(indicator, source, window, fill) {
      const place = sources.indexOf(source);
      if (place < 0 || window >= LARGEST_WINDOW) return null;
      const kind = place * KEPT_INDICATORS.length + KEPT_INDICATORS.indexOf(indicator);
      const column = directory.column(kind * LARGEST_WINDOW + window, source.length, fill);
      if (column !== null) buffers.add(column.buffer);
      return column;
    },

    scanCrossings(a, b, bar) {
      if (!buffers.has(a.buffer) || !buffers.has(b.buffer)) return -1;
      return listCrossings(a.byteOffset, b.byteOffset, bar, Math.min(a.length, b.length, barCount));
    },

    listFlags(a, b) {
      flagsA.set(a);
      flagsB.set(b);
      return listFlags(flagsA.byteOffset, flagsB.byteOffset, barCount);
    },
  };
}

let compiled: object | null | undefined;

/** Compiled once per thread; null where there are no vector instructions. */
function scanModule(): object | null {
  if (compiled === undefined) {
    const bytes = wasmModule(["found"], [CROSS_SCAN, FLAG_SCAN]);
    compiled = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  }
  return compiled;
}
