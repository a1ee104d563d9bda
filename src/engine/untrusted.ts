import type { Bars } from "./bars.ts";

/**
 * For a strategy that somebody else wrote: the engine fills, values and measures from the request's own bars, and the
 * strategy gets others to read, which it may spoil.
 */
export interface Untrusted {
  /** Equal to the request's bars, in the same order; no buffer is shared with them. */
  readonly told: readonly Bars[];
  /** Hears of every column that the strategy is handed and that cells share, when it is made. */
  readonly onColumn: (column: Float64Array | Uint8Array) => void;
}
