export const REJECTION_REASONS = [
  "missed_fill",
  "no_cash",
  "no_price",
  "cooldown",
  "direction",
  "lot_size",
  "max_single_position_var",
  "max_portfolio_var",
  "not_member",
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** When in its bar a fill happened. */
export const AT_OPEN = 0;
export const INSIDE = 1;
export const AT_CLOSE = 2;
/** At the close of the bar before, when the account already stands in this one: backtesting.py's `trade_on_close`. */
export const AT_CLOSE_BEFORE = 3;

/** Which trade each fill closes, one element per fill, for accounts that may hold several trades at once. */
export interface FillMatches {
  /** Row of the fill that opened the trade: its own where the fill opens one. */
  readonly entryRow: number[];
  /** Units of the trade after the fill, without sign; 0 where it is closed. */
  readonly unitsLeft: number[];
  /** Entry fee of the units that the fill closes, or opens. */
  readonly entryFee: number[];
}

/** An order that was not filled, or by a risk limit (`max_…`) not in full. */
export interface Rejection {
  /** Index of the bar at which it would have been filled. */
  readonly bar: number;
  readonly order: "entry" | "exit";
  readonly reason: RejectionReason;
}

/**
 * All fills of one cell, in order, as parallel columns, and between them the carries: what a held position brought or cost
 * at the open of a bar without being changed. Everything else, from trades to equity and metrics, is derived from it.
 * One ledger is reused for all cells of a sweep.
 */
export interface Ledger {
  count: number;
  /** Index of the bar from whose close on the equity knows of the fill, ascending; see `fillBar`. */
  bar: Int32Array;
  /** Change of the position, signed; 0 for a carry. */
  units: Float64Array;
  /** As filled; of a carry the dividend per unit. */
  price: Float64Array;
  /** Before slippage and spread; of a carry its `price`. */
  rawPrice: Float64Array;
  /** Commission; of a carry the cost of borrowing. */
  fee: Float64Array;
  /** Cash after the fill. */
  cash: Float64Array;
  /** Units held after the fill, signed. */
  position: Float64Array;
  /** Why the fill closes units, as an index into EXIT_REASONS; that of `signal` where it closes none. */
  reason: Uint8Array;
  /** AT_OPEN, INSIDE, AT_CLOSE or AT_CLOSE_BEFORE. */
  moment: Uint8Array;
  /** Null where one position is held at a time and fills are paired by its average price. */
  matches: FillMatches | null;
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
    reason: new Uint8Array(FIRST_CAPACITY),
    moment: new Uint8Array(FIRST_CAPACITY),
    matches: null,
    rejections: [],
  };
}

export function clearLedger(ledger: Ledger): void {
  ledger.count = 0;
  ledger.matches = null;
  if (ledger.rejections.length > 0) ledger.rejections = [];
}

/** Index of the bar in which a fill happened. */
export function fillBar(ledger: Ledger, row: number): number {
  const bar = ledger.bar[row] ?? 0;
  return ledger.moment[row] === AT_CLOSE_BEFORE ? bar - 1 : bar;
}

/** Whether a row is no fill, but dividends and borrow costs of what is held. */
export function isCarry(ledger: Ledger, row: number): boolean {
  return ledger.units[row] === 0;
}

/** Makes room for `more` fills. */
export function reserveFills(ledger: Ledger, more: number): void {
  if (ledger.count + more <= ledger.bar.length) return;
  const capacity = 2 * (ledger.count + more);
  ledger.bar = grown(ledger.bar, new Int32Array(capacity));
  ledger.units = grown(ledger.units, new Float64Array(capacity));
  ledger.price = grown(ledger.price, new Float64Array(capacity));
  ledger.rawPrice = grown(ledger.rawPrice, new Float64Array(capacity));
  ledger.fee = grown(ledger.fee, new Float64Array(capacity));
  ledger.cash = grown(ledger.cash, new Float64Array(capacity));
  ledger.position = grown(ledger.position, new Float64Array(capacity));
  ledger.reason = grown(ledger.reason, new Uint8Array(capacity));
  ledger.moment = grown(ledger.moment, new Uint8Array(capacity));
}

function grown<T extends Int32Array | Float64Array | Uint8Array>(column: T, larger: T): T {
  larger.set(column);
  return larger;
}
