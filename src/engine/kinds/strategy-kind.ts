/** `signals`: says at each bar of one symbol what it wants. `bars`: acts bar by bar. `panel`: weighs several symbols. */
export const STRATEGY_KINDS = ["signals", "bars", "panel"] as const;
export type StrategyKind = (typeof STRATEGY_KINDS)[number];
