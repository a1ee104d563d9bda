import type { Params, ParamSpecs } from "../core/params.ts";
import type { Bars } from "./bars.ts";
import type { RsiVariant } from "./indicators/rsi.ts";
import type { Panel } from "./panel/panel.ts";
import type { Profile } from "./settings.ts";
import type { EventList } from "./signals/event-list.ts";

/**
 * What a strategy wants at the close of each bar: 1 = yes, 0 = no. Every array has one element per bar.
 * The execution model decides when and at what price it is filled. Entry and exit of one side on one bar
 * cancel each other, and so do a long and a short entry. Without short arrays the short side mirrors
 * the long one: `exits` enter it, `entries` leave it.
 */
export interface Signals {
  readonly entries: Uint8Array;
  readonly exits: Uint8Array;
  readonly shortEntries?: Uint8Array;
  readonly shortExits?: Uint8Array;
}

export interface StrategyInput<P extends Params = Params> {
  readonly bars: Bars;
  readonly params: P;
  /** For rules that the libraries behind the profiles see differently, such as what a crossing is. */
  readonly profile: Profile;
  /** Indicators over `bars`, computed once per distinct window and shared by the cells of a sweep. */
  readonly indicators: Indicators;
}

/**
 * Each gives one value per bar, NaN until its window is full. Windows are whole numbers of bars, at least 1.
 * Treat the arrays as read-only: they are shared.
 */
export interface Indicators {
  /** Simple moving average. */
  sma(source: Float64Array, window: number): Float64Array;
  /** Exponential moving average, smoothing 2 ÷ (window + 1), started at the first value. */
  ema(source: Float64Array, window: number): Float64Array;
  /** Standard deviation (population) of the last `window` values. */
  deviation(source: Float64Array, window: number): Float64Array;
  /** Highest and lowest of the last `window` values, the current one included. */
  highest(source: Float64Array, window: number): Float64Array;
  lowest(source: Float64Array, window: number): Float64Array;
  /** Relative strength index, 0…100; `wilder` (default) smooths as Wilder and TA-Lib do, `simple` averages. */
  rsi(source: Float64Array, window: number, variant?: RsiVariant): Float64Array;
  /** A column of the strategy's own, computed once per name and shared by all cells: put what it depends on into the name. */
  own(name: string, compute: () => Float64Array): Float64Array;
}

/**
 * A trading rule in signals form. User strategies export one as `default` from a
 * `.ts` or `.js` file next to the DAG, made by `defineStrategy`.
 */
export interface Strategy<P extends Params = Params> {
  readonly name: string;
  readonly description?: string;
  readonly params: ParamSpecs;
  /** Bars before the first signal can be meaningful. */
  warmup?(params: P): number;
  signals(input: StrategyInput<P>): Signals;
  /** The same signals as a list, for speed: appended in ascending order of bars. Used instead of `signals` when present. */
  events?(input: StrategyInput<P>, events: EventList): void;
  /** Of a strategy for several symbols on one account: what share of it each is to have. Used instead of all signals when present. */
  targets?(input: PanelInput<P>): Targets;
}

export interface PanelInput<P extends Params = Params> {
  readonly panel: Panel;
  readonly params: P;
  /** Over any column of the panel; `panel.closes` have no gaps. */
  readonly indicators: Indicators;
}

/** What the portfolio is to become at the bars at which it is set anew. It drifts with the prices in between. */
export interface Targets {
  /** One element per bar: 1 where the weights of that bar are wanted, known at its close. */
  readonly rebalance: Uint8Array;
  /** Per symbol, per bar: the wanted share of the equity, negative for short; 0 is out. Read where `rebalance` is 1. */
  readonly weights: readonly Float64Array[];
  /**
   * Per symbol, per bar: how the strategy rates the symbol, higher is better; NaN where it says nothing. Trades nothing: the
   * factor metrics of a full run measure it against the returns that follow.
   */
  readonly scores?: readonly Float64Array[];
}

type ValueOf<S> = S extends { kind: "int" | "float" } ? number : S extends { kind: "bool" } ? boolean : string;
/** The values that a parameter declaration stands for. */
export type ParamsOf<S extends ParamSpecs> = { readonly [K in keyof S]: ValueOf<S[K]> };

/** Gives a strategy its type: `params` of `signals` has the declared names and types. */
export function defineStrategy<const S extends ParamSpecs>(strategy: {
  readonly name: string;
  readonly description?: string;
  readonly params: S;
  warmup?(params: ParamsOf<S>): number;
  signals(input: StrategyInput<ParamsOf<S>>): Signals;
}): Strategy<ParamsOf<S>> {
  return strategy;
}

/** The same for a strategy over several symbols on one account. */
export function definePanelStrategy<const S extends ParamSpecs>(strategy: {
  readonly name: string;
  readonly description?: string;
  readonly params: S;
  warmup?(params: ParamsOf<S>): number;
  targets(input: PanelInput<ParamsOf<S>>): Targets;
}): Strategy<ParamsOf<S>> {
  return {
    ...strategy,
    signals: () => {
      throw new TypeError(`"${strategy.name}" sets target weights and has no signals`);
    },
  };
}
