import type { ExitReason } from "../trade.ts";

export const REJECTION_REASONS = ["missed_fill", "no_cash", "cooldown"] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** An order that was not filled. */
export interface Rejection {
  /** Index of the bar at which it would have been filled. */
  readonly bar: number;
  readonly order: "entry" | "exit";
  readonly reason: RejectionReason;
}

/**
 * All fills of one cell, in order, as parallel columns. Everything else, from trades to equity and
 * metrics, is derived from it. One ledger is reused for all cells of a sweep.
 */
export interface Ledger {
  count: number;
  /** Index of the bar of the fill, ascending. */
  bar: Int32Array;
  /** Change of the position, signed. */
  units: Float64Array;
  /** As filled. */
  price: Float64Array;
  /** Before slippage and spread. */
  rawPrice: Float64Array;
  fee: Float64Array;
  /** Cash after the fill. */
  cash: Float64Array;
  /** Units held after the fill, signed. */
  position: Float64Array;
  /** Why the fill closes units, for those that do; `signal` for the others. */
  reasons: ExitReason[];
  rejections: Rejection[];
}

const FIRST_CAPACITY = 1024;

export function createLedger(): Ledger {
  return {
    count: 0,
    bar: new Int32Array(FIRST_CAPACITY),
    units: new Float64Array(FIRST_CAPACITY),
    price: new Float64Array(FIRST_CAPACITY),
    rawPrice: new Float64Array(FIRST_CAPACITY),
    fee: new Float64Array(FIRST_CAPACITY),
    cash: new Float64Array(FIRST_CAPACITY),
    position: new Float64Array(FIRST_CAPACITY),
    reasons: [],
    rejections: [],
  };
}

export function clearLedger(ledger: Ledger): void {
  ledger.count = 0;
  ledger.reasons.length = 0;
  ledger.rejections.length = 0;
}

/** Makes room for one more fill. */
export function reserveFill(ledger: Ledger): void {
  if (ledger.count < ledger.bar.length) return;
  const capacity = 2 * ledger.bar.length;
  const bar = new Int32Array(capacity);
  bar.set(ledger.bar);
  ledger.bar = bar;
  ledger.units = grown(ledger.units, capacity);
  ledger.price = grown(ledger.price, capacity);
  ledger.rawPrice = grown(ledger.rawPrice, capacity);
  ledger.fee = grown(ledger.fee, capacity);
  ledger.cash = grown(ledger.cash, capacity);
  ledger.position = grown(ledger.position, capacity);
}

function grown(column: Float64Array, capacity: number): Float64Array {
  const larger = new Float64Array(capacity);
  larger.set(column);
  return larger;
}
