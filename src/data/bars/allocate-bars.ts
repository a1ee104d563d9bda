import type { Bars } from "../../engine/bars.ts";

export const COLUMNS = ["time", "open", "high", "low", "close", "volume"] as const;

/** How the bars of one symbol lie in memory: column after column, then that of the dividends, then those beside the bars. */
export interface BarsLayout {
  readonly symbol: string;
  readonly bars: number;
  /** Absent: it has none. */
  readonly hasDividends?: boolean;
  /** Absent: it is always in its universe. */
  readonly hasMember?: boolean;
  /** Names of the columns beside the bars, in their order. Absent: none. */
  readonly extra?: readonly string[];
}

/** How bars are laid out. */
export function layoutOf({ symbol, time, dividend, member, extra }: Bars): BarsLayout {
  return {
    symbol,
    bars: time.length,
    ...(dividend !== undefined && { hasDividends: true }),
    ...(member !== undefined && { hasMember: true }),
    ...(extra !== undefined && { extra: Object.keys(extra) }),
  };
}

export function byteLengthOf(layout: BarsLayout): number {
  const { bars, extra = [] } = layout;
  return (firstExtraOf(layout) + extra.length) * bars * Float64Array.BYTES_PER_ELEMENT;
}

/** How many columns come before those beside the bars. */
function firstExtraOf({ hasDividends = false, hasMember = false }: BarsLayout): number {
  return COLUMNS.length + (hasDividends ? 1 : 0) + (hasMember ? 1 : 0);
}

/** Bars over one block of memory; shared memory goes to threads without a copy. */
export function barsOver(layout: BarsLayout, buffer: SharedArrayBuffer, byteOffset = 0): Bars {
  const { symbol, bars, hasDividends = false, hasMember = false, extra } = layout;
  const firstExtra = firstExtraOf(layout);
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
    ...(hasMember && { member: column(firstExtra - 1) }),
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
  if (bars.member !== undefined) columns.push(bars.member);
  columns.push(...Object.values(bars.extra ?? {}));
  return columns.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
}
