import type { Bars } from "../bars.ts";
import { isCarry, type Ledger } from "../fills/ledger.ts";
import type { CashFlow } from "../trade.ts";

/** Every dividend and borrow cost of a ledger, in order; of one bar the dividend first. */
export function cashFlows(ledger: Ledger, bars: Pick<Bars, "symbol" | "time">): readonly CashFlow[] {
  const flows: CashFlow[] = [];
  for (let row = 0; row < ledger.count; row++) {
    if (!isCarry(ledger, row)) continue;
    const bar = ledger.bar[row] ?? 0;
    const units = ledger.position[row] ?? Number.NaN;
    const flow = { symbol: bars.symbol, bar, time: bars.time[bar] ?? Number.NaN, units };
    const dividend = units * (ledger.price[row] ?? Number.NaN);
    const borrowCost = ledger.fee[row] ?? Number.NaN;
    if (dividend !== 0) flows.push({ ...flow, kind: "dividend", amount: dividend });
    if (borrowCost !== 0) flows.push({ ...flow, kind: "borrow_cost", amount: -borrowCost });
  }
  return flows;
}
