import { returnsOf } from "../series/returns.ts";
import type { EquityOrigin } from "./equity-origin.ts";
import type { ReturnSums } from "./return-sums.ts";
import { ledgerEquity } from "./ledger-equity.ts";

/** What the equity adds up to of an account that at some bar is worth nothing or less: bar by bar, with the returns of `returnsOf`. */
export function ruinedSums({ ledger, initialCapital }: EquityOrigin, close: Float64Array, shift: number): ReturnSums {
  const equity = ledgerEquity(ledger, close, initialCapital, Int32Array.from(close.keys()));
  const moments = [0, 0, 0, 0];
  let downside = 0;
  for (const growth of returnsOf(equity, initialCapital)) {
    const r = growth - shift;
    for (let power = 1; power <= 4; power++) moments[power - 1] = (moments[power - 1] ?? 0) + r ** power;
    downside += Math.min(r, 0) ** 2;
  }
  const [s1 = 0, s2 = 0, s3 = 0, s4 = 0] = moments;
  return {
    s1,
    s2,
    s3,
    s4,
    downside,
    equitySum: equity.reduce((total, value) => total + value, 0),
    barsHeld: barsHeld(ledger, close.length),
    equity: equity.at(-1) ?? initialCapital,
  };
}

function barsHeld({ count, bar, position }: EquityOrigin["ledger"], barCount: number): number {
  let held = 0;
  for (let row = 0; row < count; row++) {
    const to = row + 1 < count ? (bar[row + 1] ?? 0) : barCount;
    if (position[row] !== 0) held += to - (bar[row] ?? 0);
  }
  return held;
}
