import type { Adjust } from "../core/spec/beside-spec.ts";
import type { TradingSession } from "../core/time/trading-session.ts";
import type { Delisting } from "./fills/delisting.ts";
import type { ExecutionRules } from "./execution-rules.ts";
import type { Profile } from "./profiles/registry.ts";

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
  /**
   * Length of a bar, such as `5m`, `1d`, `1M`: when bars of higher time frames have ended. Absent: not known. In the result key it is
   * part of what is read.
   */
  readonly timeframe?: string;
  /** What a year without risk earns, as a fraction: 0.02 is 2 %. Sharpe ratios are of the returns above it; default 0. */
  readonly riskFreeRate?: number;
  /** Given when there are splits in the window, or dividends that prices were adjusted for. */
  readonly adjusted?: AdjustedPrices;
  /** What is held of these symbols after their last bar becomes cash; absent: it keeps its last price. */
  readonly delistings?: readonly Delisting[];
  /** Seeds `fillProbability`; every cell derives its own generator from it. */
  readonly seed: number;
}

/** What prices were adjusted for, within the window. */
export interface AdjustedPrices {
  /** `none`: the prices are as they were traded, and so fall at each split. */
  readonly for: Adjust;
  /** SHA-256 of the splits and dividends. */
  readonly by: string;
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

/** How signals become fills: whose rules, and what they leave open. */
export interface ExecutionModel extends ExecutionRules {
  readonly profile: Profile;
}
