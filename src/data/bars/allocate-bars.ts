import type { Bars } from "../../engine/bars.ts";

const COLUMNS = ["time", "open", "high", "low", "close", "volume"] as const;

export const BYTES_PER_BAR = COLUMNS.length * Float64Array.BYTES_PER_ELEMENT;

/** Bars of `count` rows over one block of memory, column after column; shared memory goes to threads without a copy. */
export function barsOver(symbol: string, count: number, buffer: SharedArrayBuffer, byteOffset = 0): Bars {
  const column = (index: number): Float64Array =>
    new Float64Array(buffer, byteOffset + index * count * Float64Array.BYTES_PER_ELEMENT, count);
  return {
    symbol,
    time: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  };
}

export function allocateBars(symbol: string, count: number): Bars {
  return barsOver(symbol, count, new SharedArrayBuffer(count * BYTES_PER_BAR));
}

/** The columns as bytes, in the order that `barsOver` expects. */
export function bytesOf(bars: Bars): readonly Uint8Array[] {
  return COLUMNS.map((name) => {
    const { buffer, byteOffset, byteLength } = bars[name];
    return new Uint8Array(buffer, byteOffset, byteLength);
  });
}
