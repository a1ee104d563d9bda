/** What ratios and moments are made of: returns of every bar, or of the last equity of each UTC day. */
export const SAMPLINGS = ["bar", "day"] as const;
export type Sampling = (typeof SAMPLINGS)[number];

export const FILL_PRICES = ["open", "close"] as const;
export type FillPrice = (typeof FILL_PRICES)[number];

export const DIRECTIONS = ["long", "short", "both"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/**
 * In which order the prices inside a bar are taken to have come, for stops.
 * `pessimistic`: the stop is looked at before the target; `optimistic`: after it; in both the best price of
 * a bar moves a trailing stop from the next bar on. `ohlc` (`olhc`): the price goes to the high (low) first,
 * and a trailing stop moves with it.
 */
export const INTRABAR_ORDERS = ["pessimistic", "optimistic", "ohlc", "olhc"] as const;
export type IntrabarOrder = (typeof INTRABAR_ORDERS)[number];

/** How signals become fills, within a profile. */
export interface ExecutionRules {
  /** `open`: at the open `executionDelay` bars after the signal. `close`: at the close of the signal bar, stamped "same-bar fill" (in the profile `backtesting.py` its `trade_on_close`). */
  readonly fill: FillPrice;
  /** Bars between signal and fill; at least 1 with `fill: open`. */
  readonly executionDelay: number;
  readonly direction: Direction;
  /** Units are floored to a multiple of this; 0 means fractional. */
  readonly lotSize: number;
  /** Closes an open trade at the last bar; otherwise it is reported apart. */
  readonly closeAtEnd: boolean;
  /** Default `pessimistic`. The profile `vectorbt` has its own order. */
  readonly intrabar?: IntrabarOrder;
  /** Units may be bought for this many times the cash; default 1. Profile `backtesting.py` alone. */
  readonly leverage?: number;
  /** Trades of both sides are held at once; default: an order closes what stands against it first. Profile `backtesting.py` alone, bar by bar. */
  readonly hedging?: boolean;
  /** A new order cancels all others and closes all trades. Default false. Profile `backtesting.py` alone, bar by bar. */
  readonly exclusiveOrders?: boolean;
}

/** What a profile's own defaults differ from. */
export const USUAL_EXECUTION: ExecutionRules = {
  fill: "open",
  executionDelay: 1,
  direction: "long",
  lotSize: 0,
  closeAtEnd: false,
};
