import type { Direction } from "../execution-rules.ts";
import type { Delisting } from "./delisting.ts";
import type { StopBasis, StopDistances, StopOrder } from "./stops.ts";

/** How a profile trades, whatever the settings say. */
export interface TradingTraits {
  /** The first bar at whose close a strategy is asked. */
  readonly firstBar: 0 | 1;
  /** Strategies that act bar by bar are not told of the bars of their warm-up. */
  readonly waitsForWarmup: boolean;
  /** There are no fractions of a unit unless the lot size is one: a lot size of 0 is 1. */
  readonly wholeUnits: boolean;
  /** How much of the spread a fill that pays it pays. */
  readonly spreadShare: 0.5 | 1;
  /** With `fill: close`, the account learns in the next bar of what was filled at a close. */
  readonly tradesOnClose: boolean;
  readonly stopBasis: StopBasis;
  /** Null: as the settings say. */
  readonly stopOrder: StopOrder | null;
  /** Stops work from the bar of the entry on, not from the one after it. */
  readonly stopsOnEntryBar: boolean;
  /** What happens inside a bar always comes before its fills, and a stop that is hit there hides the signal. */
  readonly stopsHideSignals: boolean;
  /** An account worth 0 or less at a close is closed there; else it trades on in debt. */
  readonly closesRuined: boolean;
  /** What is held receives the dividends of the data; else they are left out, and the result is stamped. */
  readonly paysDividends: boolean;
  /** `close_at_end` closes as on a signal of the last bar, and fills what that bar asks for; else at the last close. */
  readonly endsOnSignal: boolean;
}

/** The settings of one cell in the units the kernels compute with; costs as fractions. */
export interface TradingRules {
  readonly traits: TradingTraits;
  readonly initialCapital: number;
  /** Fraction of the available equity spent per entry, 0…1. */
  readonly positionSize: number;
  readonly direction: Direction;
  readonly fillAtClose: boolean;
  /** Market orders are filled at the close before the bar in which they meet the account (backtesting.py's `trade_on_close`). */
  readonly tradeOnClose: boolean;
  /** Opposite trades stand side by side, and a new order cancels and closes what there was; profile `backtesting.py`, bar by bar. */
  readonly hedging: boolean;
  readonly exclusiveOrders: boolean;
  /** Bars between signal and fill. */
  readonly delay: number;
  /** 0 for fractional units. */
  readonly lotSize: number;
  readonly closeAtEnd: boolean;
  /** Heeded with `paysDividends`. */
  readonly delistings: readonly Delisting[];
  readonly commissionRate: number;
  readonly commissionPerShare: number;
  readonly commissionMin: number;
  readonly commissionFixed: number;
  /** A year, of the value of what was sold short. */
  readonly borrowRate: number;
  /** How many times the cash may be spent; 1 but in the profile `backtesting.py`. */
  readonly leverage: number;
  /** Slippage and half the spread (in the profile `backtesting.py` the whole spread, at entries alone): how far a fill is moved against the trade, as a fraction of the price. */
  readonly slippage: number;
  readonly fillProbability: number;
  /** Of `fillLuck`; depends on the run's seed and on the cell's parameters alone. */
  readonly luckSeed: number;
  /** Null when no stop is set. */
  readonly stops: StopDistances | null;
  readonly stopOrder: StopOrder;
  /** Bars after an exit without an entry; 0 is off. */
  readonly cooldown: number;
  /** Bars after which a position is left; Infinity is off. */
  readonly maxHolding: number;
  /** Largest one-bar value at risk as a fraction of the account, of one position and of all; Infinity is off. */
  readonly maxSinglePositionVar: number;
  readonly maxPortfolioVar: number;
  /** Largest standard deviation of the account's return in one bar; Infinity is off. */
  readonly volatilityPerBar: number;
  /** Most units, and most money with commission, of one entry; Infinity is off. */
  readonly orderUnits: number;
  readonly orderCash: number;
}
