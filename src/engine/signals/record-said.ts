import type { Said } from "../backtest.ts";
import type { PanelStrategy, SignalStrategy, Strategy, Targets } from "../strategy.ts";
import type { Signals } from "./signals.ts";
import { toldSignals } from "./told-signals.ts";

export interface RecordedStrategy {
  /** Trades as the other one does. */
  readonly strategy: Strategy;
  /** What it has said of the last cell; undefined for one that acts bar by bar and says nothing beforehand. */
  said(): Said | undefined;
}

/** Keeps what a strategy says, before rules, risk limits and the broker make orders of it. */
export function recordSaid(strategy: Strategy): RecordedStrategy {
  switch (strategy.kind) {
    case "signals":
      return recordSignals(strategy);
    case "panel":
      return recordTargets(strategy);
    case "bars":
      return { strategy, said: () => undefined };
  }
}

function recordSignals(strategy: SignalStrategy): RecordedStrategy {
  let said: Signals | undefined;
  const { kind, name, params } = strategy;
  const warmup = strategy.warmup?.bind(strategy);
  return {
    // Without the list of events, which is the same as the arrays.
    strategy: {
      kind,
      name,
      params,
      ...(warmup && { warmup }),
      signals: (input) => (said = toldSignals(strategy, input)),
    },
    said: () => (said === undefined ? undefined : { signals: [directions(said)] }),
  };
}

/** 1 to be long, −1 to be short, 0 to be out, as the last word at each bar; NaN where nothing is said. */
function directions({ entries, exits, shortEntries, shortExits }: Signals): Float64Array {
  return Float64Array.from(entries, (entry, bar) => {
    const isLong = entry === 1 && exits[bar] !== 1;
    const isOut = exits[bar] === 1 && entry !== 1;
    const isShort = shortEntries?.[bar] === 1 && shortExits?.[bar] !== 1;
    const isCovered = shortExits?.[bar] === 1 && shortEntries?.[bar] !== 1;
    if (isLong && isShort) return Number.NaN;
    if (isLong) return 1;
    if (isShort) return -1;
    return isOut || isCovered ? 0 : Number.NaN;
  });
}

function recordTargets(strategy: PanelStrategy): RecordedStrategy {
  let said: Targets | undefined;
  return {
    strategy: { ...strategy, targets: (input) => (said = strategy.targets(input)) },
    said() {
      if (said === undefined) return undefined;
      const { rebalance, weights, scores } = said;
      return { rebalance, weights, ...(scores && { signals: scores }) };
    },
  };
}
