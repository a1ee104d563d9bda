import type { Bars } from "../bars.ts";

/** What the units of a symbol bring once it is traded no more. */
export interface Delisting {
  readonly symbol: string;
  /** Milliseconds UTC, start of its last bar. Bars that end before it are not the end of the symbol. */
  readonly time: number;
  /** As a fraction of the last close less 1, as CRSP's: −0.3 brings 70 % of it, −1 nothing. */
  readonly return: number;
}

/** Of a symbol whose bars reach its end; null when they do not, or nobody said what it brings. */
export function delistingOf(
  delistings: readonly Delisting[],
  { symbol, time }: Pick<Bars, "symbol" | "time">,
): Delisting | null {
  const own = delistings.find((one) => one.symbol === symbol);
  return own !== undefined && time.at(-1) === own.time ? own : null;
}
