import { EXIT_REASONS, type ExitReason } from "../trade.ts";
import { fillLuck } from "./fill-luck.ts";
import { AT_OPEN, type Ledger, type RejectionReason, reserveFills } from "./ledger.ts";
import type { TradingRules } from "./trading-rules.ts";

const REASON_CODE = Object.fromEntries(EXIT_REASONS.map((reason, code) => [reason, code])) as Record<
  ExitReason,
  number
>;

/**
 * The share of the account that an entry may be worth, negative for short: `wanted`, cut by risk limits.
 *
 * @param bar of the fill, at which a cut is noted
 * @param givenAt bar of the order: closes after it are not known yet
 */
export type EntryLimit = (bar: number, givenAt: number, wanted: number) => number;

const NO_LIMIT: EntryLimit = (_bar, _givenAt, wanted) => wanted;

/** Cash and position of one cell while it is being traded. */
export interface Account {
  readonly rules: TradingRules;
  readonly ledger: Ledger;
  readonly limit: EntryLimit;
  cash: number;
  /** Signed; 0 is flat. */
  units: number;
  /** What was got for the units sold short; kept by the profile `vectorbt` alone, as is `freeCash`. */
  debt: number;
  /** Cash that is neither proceeds of, nor security for, a short position. */
  freeCash: number;
  /** The capital with all booked gains, less all fees; what is held has cost nothing. Kept by the profile `backtesting.py` alone. */
  settled: number;
  /** The order at hand; one object is reused for all, since a sweep fills hundreds of thousands a second. */
  readonly order: Fill;
  /** Bar of the fill that opened the position. */
  entryBar: number;
  /** Bar of the fill that closed the last position; −Infinity before the first. */
  exitBar: number;
  /** The last bar that a position was carried into, or −1. */
  carriedBar: number;
}

export function openAccount(rules: TradingRules, ledger: Ledger, limit: EntryLimit = NO_LIMIT): Account {
  return {
    rules,
    ledger,
    limit,
    cash: rules.initialCapital,
    units: 0,
    debt: 0,
    freeCash: rules.initialCapital,
    settled: rules.initialCapital,
    order: {
      givenAt: 0,
      bar: 0,
      units: 0,
      price: 0,
      rawPrice: 0,
      fee: 0,
      reason: "signal",
      moment: AT_OPEN,
      isLimit: false,
    },
    entryBar: 0,
    exitBar: Number.NEGATIVE_INFINITY,
    carriedBar: -1,
  };
}

/** One fill, worked out by the profile's order rules. */
export interface Fill {
  /** Bar at whose close the order was given. */
  givenAt: number;
  bar: number;
  /** Change of the position, signed. */
  units: number;
  /** As filled. */
  price: number;
  /** Before slippage and spread. */
  rawPrice: number;
  fee: number;
  reason: ExitReason;
  /** AT_OPEN, INSIDE or AT_CLOSE. */
  moment: number;
  /** Filled at its own price or a better one: without slippage and spread. */
  isLimit: boolean;
}

/** Writes the order at hand, or a carry (0 units), into the ledger. `account` already holds cash and units after it. */
export function recordFill(account: Account): void {
  const { ledger, order: fill } = account;
  reserveFills(ledger, 1);
  const row = ledger.count++;
  ledger.bar[row] = fill.bar;
  ledger.units[row] = fill.units;
  ledger.price[row] = fill.price;
  ledger.rawPrice[row] = fill.rawPrice;
  ledger.fee[row] = fill.fee;
  ledger.cash[row] = account.cash;
  ledger.position[row] = account.units;
  ledger.reason[row] = REASON_CODE[fill.reason];
  ledger.moment[row] = fill.moment;
  const before = account.units - fill.units;
  if (before * account.units <= 0) {
    if (before !== 0) account.exitBar = fill.bar;
    if (account.units !== 0) account.entryBar = fill.bar;
  }
}

/** Why an entry at this bar is refused before any money is looked at, or null. */
export function entryRefusal(account: Account, bar: number): RejectionReason | null {
  const { rules } = account;
  if (rules.cooldown > 0 && bar <= account.exitBar + rules.cooldown) return "cooldown";
  return isMissed(rules, bar) ? "missed_fill" : null;
}

/** By `fillProbability`; the same bar has the same luck however often it is asked. */
export function isMissed(rules: TradingRules, bar: number): boolean {
  return rules.fillProbability < 1 && fillLuck(rules.luckSeed, bar) >= rules.fillProbability;
}
