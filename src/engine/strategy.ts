import type { Params, ParamSpecs } from "../core/params/param-spec.ts";
import type { Broker } from "./broker/broker.ts";
import type { Indicators } from "./indicators/indicators.ts";
import type { StrategyBars } from "./frames/strategy-bars.ts";
import type { StrategyPanel } from "./frames/strategy-panel.ts";
import type { Profile } from "./profiles/registry.ts";
import type { StrategyKind } from "./kinds/strategy-kind.ts";
import type { SymbolCount } from "./kinds/symbol-count.ts";
import type { EventList } from "./signals/event-list.ts";
import type { Signals } from "./signals/signals.ts";

export interface StrategyInput<P extends Params = Params> {
  readonly bars: StrategyBars;
  readonly params: P;
  /** For rules that the libraries behind the profiles see differently, such as what a crossing is. */
  readonly profile: Profile;
  /** Indicators over `bars`, computed once per distinct window and shared by the cells of a sweep. */
  readonly indicators: Indicators;
}

/**
 * A trading rule. User strategies export one as `default` from a `.ts` or `.js` file next to the DAG, made by `defineStrategy`,
 * `defineBarStrategy` or `definePanelStrategy`.
 */
export type Strategy<P extends Params = Params> = SignalStrategy<P> | TraderStrategy<P> | PanelStrategy<P>;

interface StrategyOf<K extends StrategyKind, P extends Params> {
  /** Set by the function that made it. */
  readonly kind: K;
  readonly name: string;
  readonly description?: string;
  readonly params: ParamSpecs;
  /** Bars before the first signal can be meaningful. */
  warmup?(params: P): number;
}

/** Says at each bar of one symbol what it wants. */
export interface SignalStrategy<P extends Params = Params> extends StrategyOf<"signals", P> {
  signals(input: StrategyInput<P>): Signals;
  /** The same as a list, for speed: appended in ascending order of bars. Read by `signals/told-signals.ts` alone. */
  events?(input: StrategyInput<P>, events: EventList): void;
}

/** Acts bar by bar on one symbol, through a broker. */
export interface TraderStrategy<P extends Params = Params> extends StrategyOf<"bars", P> {
  /** The trader of one cell; whether it keeps silent until its warm-up is over is the profile's to say. */
  trader(input: StrategyInput<P>, broker: Broker, profile: { readonly waitsForWarmup: boolean }): Trader;
}

/** Says of several symbols on one account what share of it each is to have. */
export interface PanelStrategy<P extends Params = Params> extends StrategyOf<"panel", P> {
  /** How many symbols it can trade; absent: any number. */
  readonly symbols?: SymbolCount;
  targets(input: PanelInput<P>): Targets;
}

/** Is told of the close of each bar, from the first to the last, and speaks to its broker. */
export type Trader = (bar: number) => void;

export interface PanelInput<P extends Params = Params> {
  readonly panel: StrategyPanel;
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
}): SignalStrategy<ParamsOf<S>> {
  return { ...ownParts(strategy), kind: "signals", signals: strategy.signals.bind(strategy) };
}

/** The same for a strategy over several symbols on one account. */
export function definePanelStrategy<const S extends ParamSpecs>(strategy: {
  readonly name: string;
  readonly description?: string;
  readonly params: S;
  /** How many symbols it can trade, such as `{ min: 2, max: 2 }`; absent: any number. */
  readonly symbols?: SymbolCount;
  warmup?(params: ParamsOf<S>): number;
  targets(input: PanelInput<ParamsOf<S>>): Targets;
}): PanelStrategy<ParamsOf<S>> {
  return { ...ownParts(strategy), kind: "panel", targets: strategy.targets.bind(strategy) };
}

/** What a strategy that acts bar by bar is told at the close of a bar. */
export interface BarInput<P extends Params = Params, T = undefined> extends StrategyInput<P> {
  /** Index of the bar that has just closed. What comes after it in `bars` is the future: leave it alone. */
  readonly bar: number;
  readonly broker: Broker;
  /** What `prepare` returned: the same object at all bars of a cell. */
  readonly prepared: T;
}

export interface BarStrategy<S extends ParamSpecs, T> {
  readonly name: string;
  readonly description?: string;
  readonly params: S;
  /** As of every strategy; in the profile `backtesting.py`, `onBar` is first called at the close of the bar with this index. */
  warmup?(params: ParamsOf<S>): number;
  /** Called once per cell: for columns, and for what the cell has to remember from bar to bar. */
  prepare?(input: StrategyInput<ParamsOf<S>>): T;
  /** Called at the close of each bar. The input is one object for all bars: read it, don't keep it. */
  onBar(input: BarInput<ParamsOf<S>, T>): void;
}

/** The same for a strategy that acts bar by bar. Write `prepare` before `onBar`, so that its type is known there. */
export function defineBarStrategy<const S extends ParamSpecs, T>(
  strategy: BarStrategy<S, T> & { prepare(input: StrategyInput<ParamsOf<S>>): T },
): TraderStrategy<ParamsOf<S>>;
export function defineBarStrategy<const S extends ParamSpecs>(
  strategy: BarStrategy<S, undefined>,
): TraderStrategy<ParamsOf<S>>;
export function defineBarStrategy<S extends ParamSpecs>(
  strategy: BarStrategy<S, unknown>,
): TraderStrategy<ParamsOf<S>> {
  return {
    ...ownParts(strategy),
    kind: "bars",
    trader: (input, broker, { waitsForWarmup }) => {
      const told = { ...input, broker, prepared: strategy.prepare?.(input), bar: 0 };
      const firstBar = waitsForWarmup ? (strategy.warmup?.(input.params) ?? 0) : 0;
      return (bar) => {
        if (bar < firstBar) return;
        told.bar = bar;
        strategy.onBar(told);
      };
    },
  };
}

interface Declared<P extends Params> {
  readonly name: string;
  readonly params: ParamSpecs;
  warmup?(params: P): number;
}

/** What a user has declared; of an instance of a class too, which has its methods elsewhere. */
function ownParts<P extends Params, T extends Declared<P>>(strategy: T & Declared<P>): T {
  const { name, params } = strategy;
  const warmup = strategy.warmup?.bind(strategy);
  return { ...strategy, name, params, ...(warmup && { warmup }) };
}
