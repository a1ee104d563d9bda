import type { Bars } from "../../engine/bars.ts";

export const COLUMNS = ["time", "open", "high", "low", "close", "volume"] as const;

/** How the bars of one symbol lie in memory: column after column, that of the dividends, if there is one, last. */
export interface BarsLayout {
  readonly symbol: string;
  readonly bars: number;
  /** Absent: it has none. */
  readonly hasDividends?: boolean;
}

export function byteLengthOf({ bars, hasDividends = false }: BarsLayout): number {
  return (COLUMNS.length + (hasDividends ? 1 : 0)) * bars * Float64Array.BYTES_PER_ELEMENT;
}

/** Bars over one block of memory; shared memory goes to threads without a copy. */
export function barsOver(layout: BarsLayout, buffer: SharedArrayBuffer, byteOffset = 0): Bars {
  const { symbol, bars, hasDividends = false } = layout;
  const column = (index: number): Float64Array =>
    new Float64Array(buffer, byteOffset + index * bars * Float64Array.BYTES_PER_ELEMENT, bars);
  return {
    symbol,
    time: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
    ...(hasDividends && { dividend: column(6) }),
  };
}

export function allocateBars(layout: BarsLayout): Bars {
  return barsOver(layout, new SharedArrayBuffer(byteLengthOf(layout)));
}

/** The columns as bytes, in the order that `barsOver` expects. */
export function bytesOf(bars: Bars): readonly Uint8Array[] {
  const columns = COLUMNS.map((name) => bars[name]);
  if (bars.dividend !== undefined) columns.push(bars.dividend);
  return columns.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
}
