import type { ExitReason } from "../trade.ts";
import { fillLuck } from "./fill-luck.ts";
import { type Ledger, reserveFill } from "./ledger.ts";
import { affordableUnits, commission, filledPrice } from "./order-costs.ts";
import type { TradingRules } from "./trading-rules.ts";

/** Cash and position of one cell while it is being traded. */
export interface Account {
  readonly rules: TradingRules;
  readonly ledger: Ledger;
  cash: number;
  /** Signed; 0 is flat. */
  units: number;
}

export function openAccount(rules: TradingRules, ledger: Ledger): Account {
  return { rules, ledger, cash: rules.initialCapital, units: 0 };
}

/** Opens a position with the rules' fraction of the cash. The account must be flat. */
export function enterPosition(account: Account, bar: number, rawPrice: number, side: 1 | -1): void {
  const { rules, ledger } = account;
  if (isMissed(rules, bar)) {
    ledger.rejections.push({ bar, order: "entry", reason: "missed_fill" });
    return;
  }
  const price = filledPrice(rules, rawPrice, side > 0);
  const units = affordableUnits(rules, account.cash * rules.positionSize, price);
  if (units === 0) {
    ledger.rejections.push({ bar, order: "entry", reason: "no_cash" });
    return;
  }
  fill(account, bar, side * units, rawPrice);
}

/** Closes the position; false when the fill was missed. A forced one (`signal` is not) is never missed. */
export function leavePosition(account: Account, bar: number, rawPrice: number, reason: ExitReason): boolean {
  if (reason === "signal" && isMissed(account.rules, bar)) {
    account.ledger.rejections.push({ bar, order: "exit", reason: "missed_fill" });
    return false;
  }
  fill(account, bar, -account.units, rawPrice);
  account.ledger.exitReasons.push(reason);
  return true;
}

function isMissed(rules: TradingRules, bar: number): boolean {
  return rules.fillProbability < 1 && fillLuck(rules.luckSeed, bar) >= rules.fillProbability;
}

function fill(account: Account, bar: number, units: number, rawPrice: number): void {
  const { rules, ledger } = account;
  const price = filledPrice(rules, rawPrice, units > 0);
  const fee = commission(rules, units, price);
  account.cash -= units * price + fee;
  account.units += units;
  reserveFill(ledger);
  const row = ledger.count++;
  ledger.bar[row] = bar;
  ledger.units[row] = units;
  ledger.price[row] = price;
  ledger.rawPrice[row] = rawPrice;
  ledger.fee[row] = fee;
  ledger.cash[row] = account.cash;
}
