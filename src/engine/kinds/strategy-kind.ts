import type { Strategy } from "../strategy.ts";

/** `signals`: says at each bar of one symbol what it wants. `bars`: acts bar by bar. `panel`: weighs several symbols. */
export const STRATEGY_KINDS = ["signals", "bars", "panel"] as const;
export type StrategyKind = (typeof STRATEGY_KINDS)[number];

export function strategyKind(strategy: Strategy): StrategyKind {
  if (strategy.targets !== undefined) return "panel";
  return strategy.trader === undefined ? "signals" : "bars";
}
