import type { TradingSession } from "../core/time/trading-session.ts";

/** Everything besides bars, strategy and parameters that decides a result. All of it is part of the result key. */
export interface BacktestSettings {
  readonly initialCapital: number;
  readonly costs: Costs;
  readonly execution: ExecutionModel;
  /** Bars in a year, a property of the dataset: 252 for daily equities, 365 for daily crypto. */
  readonly barsPerYear: number;
  /**
   * Given when ratios and moments are of the last equity of each trading day instead of every bar: days in a year, 252 for
   * equities, 365 for crypto.
   */
  readonly daysPerYear?: number;
  /** Which trading day an intraday bar belongs to; absent: that of UTC. */
  readonly session?: TradingSession;
  /** What a year without risk earns, as a fraction: 0.02 is 2 %. Sharpe ratios are of the returns above it; default 0. */
  readonly riskFreeRate?: number;
  /** Seeds `fillProbability`; every cell derives its own generator from it. */
  readonly seed: number;
}

/** 1 bps = 0.0001. Every member has a default of 0 but `fillProbability` (1). */
export interface Costs {
  /** Of the traded value, each side. */
  readonly commissionBps: number;
  /** Account currency per unit, each side. */
  readonly commissionPerShare: number;
  /** Smallest commission of one order, account currency. */
  readonly commissionMin: number;
  /** Account currency per order. */
  readonly commissionFixed: number;
  /** Moves the fill price against the trade. */
  readonly slippageBps: number;
  /** Full bid-ask spread; half of it is paid on each side. */
  readonly spreadBps: number;
  /** A year, of the value of a short position, by calendar days ÷ 365. */
  readonly borrowBps: number;
  /** 0…1; a missed fill is a recorded rejection. */
  readonly fillProbability: number;
}

export const NO_COSTS: Costs = {
  commissionBps: 0,
  commissionPerShare: 0,
  commissionMin: 0,
  commissionFixed: 0,
  slippageBps: 0,
  spreadBps: 0,
  borrowBps: 0,
  fillProbability: 1,
};

export const PROFILES = ["native", "vectorbt", "backtesting.py"] as const;
export type Profile = (typeof PROFILES)[number];

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

export interface ExecutionModel {
  readonly profile: Profile;
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

export const NATIVE_EXECUTION: ExecutionModel = {
  profile: "native",
  fill: "open",
  executionDelay: 1,
  direction: "long",
  lotSize: 0,
  closeAtEnd: false,
};

/** What `execution` starts from when a DAG names a profile; every member can be set apart. */
export const PROFILE_EXECUTION: Record<Profile, ExecutionModel> = {
  native: NATIVE_EXECUTION,
  vectorbt: { ...NATIVE_EXECUTION, profile: "vectorbt", fill: "close" },
  "backtesting.py": { ...NATIVE_EXECUTION, profile: "backtesting.py", lotSize: 1, closeAtEnd: true },
};
