export const EXIT_REASONS = [
  "signal",
  "stop_loss",
  "take_profit",
  "trailing_stop",
  "max_holding",
  "end",
  "bankrupt",
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
  /** Net of fees, account currency. */
  readonly pnl: number;
  /** The same fills with every cost added back. */
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
