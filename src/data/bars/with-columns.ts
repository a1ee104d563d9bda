import type { Bars } from "../../engine/bars.ts";
import { allocateBars, layoutOf } from "./allocate-bars.ts";

export type BesidePrices = Pick<Bars, "dividend" | "member" | "extra">;

/** The prices with these columns in place of what they had beside them, all in one piece of shared memory. */
export function withColumns(bars: Bars, { dividend, member, extra }: BesidePrices): Bars {
  const { symbol, time, open, high, low, close, volume } = bars;
  const own: Bars = {
    symbol,
    time,
    open,
    high,
    low,
    close,
    volume,
    ...(dividend && { dividend }),
    ...(member && { member }),
    ...(extra && Object.keys(extra).length > 0 && { extra }),
  };
  const wide = allocateBars(layoutOf(own));
  for (const field of ["time", "open", "high", "low", "close", "volume", "dividend", "member"] as const) {
    const column = own[field];
    if (column !== undefined) wide[field]?.set(column);
  }
  for (const [name, column] of Object.entries(own.extra ?? {})) wide.extra?.[name]?.set(column);
  return wide;
}
