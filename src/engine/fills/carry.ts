import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { Bars } from "../bars.ts";
import { type Account, recordFill } from "./account.ts";
import { AT_OPEN } from "./ledger.ts";
import type { TradingRules } from "./trading-rules.ts";

/** What decides how a position is carried on; the closes have no gaps. */
export type CarriedBars = Pick<Bars, "time" | "close" | "dividend">;

const BORROW_YEAR_MS = 365 * DAY_MS;

/** Whether a position can cost or bring anything by being held alone: if not, no bar need be played for it. */
export function hasCarry(rules: TradingRules, bars: Pick<Bars, "dividend">, canBeShort: boolean): boolean {
  const borrows = canBeShort && rules.borrowRate > 0;
  return borrows || (rules.traits.paysDividends && bars.dividend !== undefined);
}

/**
 * What was held into a bar receives its dividend, and pays it when short; borrowed units cost
 * |units| · previous close · annual rate · elapsed calendar days ÷ 365. Both happen at the open, before any fill there, and
 * become a row of 0 units in the ledger. Once per bar, however often it is called; nothing at the bar of the entry.
 */
export function carryInto(account: Account, bars: CarriedBars, bar: number): void {
  const { units, order, rules } = account;
  if (units === 0 || bar <= account.entryBar || bar === account.carriedBar) return;
  account.carriedBar = bar;
  const dividend = dividendAt(bars, bar);
  const borrowCost = units < 0 && rules.borrowRate > 0 ? -units * borrowCostPerUnit(rules, bars, bar) : 0;
  if (dividend === 0 && borrowCost === 0) return;
  account.cash += units * dividend - borrowCost;
  order.bar = bar;
  order.units = 0;
  order.price = dividend;
  order.rawPrice = dividend;
  order.fee = borrowCost;
  order.moment = AT_OPEN;
  recordFill(account);
}

/** 0 where none is paid, and where the symbol of a panel has no bar. */
function dividendAt({ dividend }: CarriedBars, bar: number): number {
  const paid = dividend?.[bar] ?? 0;
  return paid > 0 ? paid : 0;
}

function borrowCostPerUnit({ borrowRate }: TradingRules, { time, close }: CarriedBars, bar: number): number {
  const elapsedMs = (time[bar] ?? Number.NaN) - (time[bar - 1] ?? Number.NaN);
  return (close[bar - 1] ?? Number.NaN) * borrowRate * (elapsedMs / BORROW_YEAR_MS);
}
