import { paramSpecsOf } from "../../engine/cells/param-specs.ts";
import type { Strategy } from "../../engine/strategy.ts";
import type { StrategyDescription } from "../strategy-runner.ts";

/** What is told of a strategy to those who never hold it: it may live in a user's process. */
export function describeStrategy(strategy: Strategy, codeHash: string): StrategyDescription {
  const { name, kind } = strategy;
  const about = { name, params: paramSpecsOf(strategy), kind, codeHash };
  return kind === "panel" && strategy.symbols !== undefined ? { ...about, symbols: strategy.symbols } : about;
}
