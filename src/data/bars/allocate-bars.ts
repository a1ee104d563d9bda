import type { Bars } from "../../engine/bars.ts";

const COLUMNS = ["time", "open", "high", "low", "close", "volume"] as const;

/** How the bars of one symbol lie in memory: column after column, then that of the dividends, then those beside the bars. */
export interface BarsLayout {
  readonly symbol: string;
  readonly bars: number;
  /** Absent: it has none. */
  readonly hasDividends?: boolean;
  /** Names of the columns beside the bars, in their order. Absent: none. */
  readonly extra?: readonly string[];
}

/** How bars are laid out. */
export function layoutOf({ symbol, time, dividend, extra }: Bars): BarsLayout {
  return {
    symbol,
    bars: time.length,
    ...(dividend !== undefined && { hasDividends: true }),
    ...(extra !== undefined && { extra: Object.keys(extra) }),
  };
}

export function byteLengthOf({ bars, hasDividends = false, extra = [] }: BarsLayout): number {
  return (COLUMNS.length + (hasDividends ? 1 : 0) + extra.length) * bars * Float64Array.BYTES_PER_ELEMENT;
}

/** Bars over one block of memory; shared memory goes to threads without a copy. */
export function barsOver(layout: BarsLayout, buffer: SharedArrayBuffer, byteOffset = 0): Bars {
  const { symbol, bars, hasDividends = false, extra } = layout;
  const firstExtra = COLUMNS.length + (hasDividends ? 1 : 0);
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
    ...(hasDividends && { dividend: column(COLUMNS.length) }),
    ...(extra && { extra: Object.fromEntries(extra.map((name, index) => [name, column(firstExtra + index)])) }),
  };
}

export function allocateBars(layout: BarsLayout): Bars {
  return barsOver(layout, new SharedArrayBuffer(byteLengthOf(layout)));
}

/** The columns as bytes, in the order that `barsOver` expects. */
export function bytesOf(bars: Bars): readonly Uint8Array[] {
  const columns = COLUMNS.map((name) => bars[name]);
  if (bars.dividend !== undefined) columns.push(bars.dividend);
  columns.push(...Object.values(bars.extra ?? {}));
  return columns.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
}
