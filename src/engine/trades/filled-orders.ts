import type { Bars } from "../bars.ts";
import { AT_CLOSE, AT_CLOSE_BEFORE, fillBar, isCarry, type Ledger } from "../fills/ledger.ts";
import { EXIT_REASONS, FILL_MOMENTS, type FilledOrder } from "../trade.ts";

/** Every fill of a ledger, in order. */
export function filledOrders(ledger: Ledger, bars: Pick<Bars, "symbol" | "time">): readonly FilledOrder[] {
  const fills = Array.from({ length: ledger.count }, (_, row) => row).filter((row) => !isCarry(ledger, row));
  return fills.map((row) => {
    const bar = fillBar(ledger, row);
    const moment = ledger.moment[row] ?? 0;
    const units = ledger.units[row] ?? Number.NaN;
    return {
      symbol: bars.symbol,
      bar,
      time: bars.time[bar] ?? Number.NaN,
      moment: FILL_MOMENTS[moment === AT_CLOSE_BEFORE ? AT_CLOSE : moment] ?? "open",
      side: units > 0 ? "buy" : "sell",
      units: Math.abs(units),
      price: ledger.price[row] ?? Number.NaN,
      rawPrice: ledger.rawPrice[row] ?? Number.NaN,
      fee: ledger.fee[row] ?? Number.NaN,
      reason: EXIT_REASONS[ledger.reason[row] ?? 0] ?? "signal",
      position: ledger.position[row] ?? Number.NaN,
      cash: ledger.cash[row] ?? Number.NaN,
    };
  });
}
