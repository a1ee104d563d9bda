import type { Bars } from "../bars.ts";
import type { Market } from "../broker/market.ts";
import type { ExecutionRules } from "../execution-rules.ts";
import type { Account } from "../fills/account.ts";
import type { Ledger } from "../fills/ledger.ts";
import type { TradingRules, TradingTraits } from "../fills/trading-rules.ts";
import type { EquitySums } from "../metrics/accumulators/equity-sums.ts";
import type { Conventions } from "../metrics/conventions.ts";
import type { MetricRow } from "../metrics/metric-row.ts";
import type { ReturnSampling } from "../metrics/sampling.ts";
import type { OrderRules } from "../orders/order-rules.ts";
import type { Crossings } from "../signals/cross-events.ts";
import type { EventList } from "../signals/event-list.ts";
import type { Feature } from "./features.ts";

/**
 * Everything in which one library of backtests gives other results than another one for the same strategy, bars and
 * settings. A profile is one such object: what it does not say is the same for all of them.
 */
export interface ExecutionProfile<Name extends string = string> {
  /** As in `execution.profile` of a DAG file. */
  readonly name: Name;
  /** What `execution` starts from when a DAG names the profile; every member can be set apart. */
  readonly execution: ExecutionRules;
  readonly features: readonly Feature[];
  readonly traits: TradingTraits;
  /** How orders of signals are sized, charged and booked. */
  readonly orders: OrderRules;
  /** The same for strategies that act bar by bar, with an account that holds nothing yet. */
  readonly openMarket: (account: Account, bars: Bars) => Market;
  /** Its `orders` for plain cells once more, in a third of the time; null: these go the way of all others. */
  readonly fillLongOnly: FillLongOnly | null;
  /** What the built-in strategies take for a crossing of two lines. */
  readonly crossings: Crossings;
  readonly conventions: Conventions;
  /** Overwrites the metrics that the library defines in its own way; null when it has none. Of one symbol. */
  readonly setOwnMetrics: ((cell: LedgerCell, equity: EquitySums, row: MetricRow) => void) | null;
}

/**
 * `fillEvents` for a cell for which `isPlain` holds, as one loop over local variables: the same arithmetic in the same order
 * as the profile's `orders`. A test holds both to the same bits.
 *
 * @returns false on a price that is not above 0: then the ledger is as useless as it was empty
 */
export type FillLongOnly = (rules: TradingRules, ledger: Ledger, events: EventList, bars: Bars) => boolean;

/** A traded cell, as far as a profile's own metrics are made of it. */
export interface LedgerCell {
  readonly ledger: Ledger;
  readonly bars: Bars;
  readonly settings: {
    readonly initialCapital: number;
    /** A year, as a fraction; default 0. */
    readonly riskFreeRate?: number;
  };
  readonly sampling: ReturnSampling;
}
