export const EXIT_REASONS = [
  "signal",
  "stop_loss",
  "take_profit",
  "trailing_stop",
  "max_holding",
  "end",
  "bankrupt",
  "left_universe",
  "delisted",
] as const;
export type ExitReason = (typeof EXIT_REASONS)[number];

/** When in its bar an order is filled. */
export const FILL_MOMENTS = ["open", "inside", "close"] as const;
export type FillMoment = (typeof FILL_MOMENTS)[number];

/** An order that was filled. */
export interface FilledOrder {
  readonly symbol: string;
  /** Index of the bar of the fill. */
  readonly bar: number;
  /** Milliseconds UTC, start of that bar. */
  readonly time: number;
  readonly moment: FillMoment;
  readonly side: "buy" | "sell";
  /** Above 0. */
  readonly units: number;
  /** As filled, slippage and spread included. */
  readonly price: number;
  /** The market's price. */
  readonly rawPrice: number;
  readonly fee: number;
  readonly reason: ExitReason;
  /** Units held after the fill, signed, and the cash then. */
  readonly position: number;
  readonly cash: number;
}

export const CASH_FLOW_KINDS = ["dividend", "borrow_cost"] as const;
export type CashFlowKind = (typeof CASH_FLOW_KINDS)[number];

/** What holding a position brought or cost at the open of a bar, before any fill there. */
export interface CashFlow {
  readonly symbol: string;
  readonly kind: CashFlowKind;
  /** Index of the bar that the position was held into: the ex-date of a dividend. */
  readonly bar: number;
  /** Milliseconds UTC, start of that bar. */
  readonly time: number;
  /** Units held, signed. */
  readonly units: number;
  /** Account currency: above 0 was received, below 0 was paid. */
  readonly amount: number;
}

/** One round trip, or an open position at the end of the data (`open: true`, valued at the last close, no exit fee). */
export interface Trade {
  readonly symbol: string;
  readonly side: "long" | "short";
  readonly open: boolean;
  /** Index of the bar of the fill. */
  readonly entryBar: number;
  readonly exitBar: number;
  /** Milliseconds UTC. */
  readonly entryTime: number;
  readonly exitTime: number;
  /** Prices as filled, slippage and spread included. */
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly units: number;
  readonly entryFee: number;
  readonly exitFee: number;
  /** Received while it was held, account currency; below 0 what a short position paid. */
  readonly dividends: number;
  /** Paid for what was borrowed while it was held, account currency, 0 or more. */
  readonly borrowCost: number;
  /** Net of fees and borrow cost, with dividends, account currency. */
  readonly pnl: number;
  /** The same fills and dividends with every cost added back. */
  readonly grossPnl: number;
  /** `pnl` over the entry value, as a fraction. */
  readonly returnPct: number;
  /**
   * Maximum adverse and maximum favourable excursion: how far the price went against and for the trade,
   * as fractions of the entry price, 0 or more. Highs and lows count of all bars held from open to close, and the exit's price.
   */
  readonly mae: number;
  readonly mfe: number;
  readonly reason: ExitReason;
}
