import type { Ledger } from "../../fills/ledger.ts";

/**
 * Account value at the close of some bars, by the fills of a ledger.
 *
 * @param bars ascending
 */
export function ledgerEquity(
  ledger: Ledger,
  close: Float64Array,
  initialCapital: number,
  bars: Int32Array,
): Float64Array {
  let row = 0;
  return Float64Array.from(bars, (bar) => {
    while (row < ledger.count && (ledger.bar[row] ?? 0) <= bar) row++;
    if (row === 0) return initialCapital;
    const cash = ledger.cash[row - 1] ?? Number.NaN;
    const units = ledger.position[row - 1] ?? Number.NaN;
    return units === 0 ? cash : cash + units * (close[bar] ?? Number.NaN);
  });
}
