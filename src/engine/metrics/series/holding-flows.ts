import type { CashFlow } from "../../trade.ts";
import { type Measured, measured } from "../../../core/metrics/measured.ts";

/**
 * What holding positions brought and cost in all, in account currency; 0 where nothing was held.
 *
 * @returns `dividends` below 0 when short positions paid more than long ones received; `borrow_cost` 0 or more
 */
export function holdingFlows(flows: readonly CashFlow[]): Readonly<Record<"dividends" | "borrow_cost", Measured>> {
  let dividends = 0;
  let borrowCost = 0;
  for (const { kind, amount } of flows) {
    if (kind === "dividend") dividends += amount;
    else borrowCost -= amount;
  }
  return { dividends: measured(dividends), borrow_cost: measured(borrowCost) };
}
