import { AppError } from "../../core/errors/app-error.ts";
import type { StrategyKind } from "./strategy-kind.ts";
import type { SymbolCount } from "./symbol-count.ts";

/** What tells it of a strategy. */
export interface SymbolNeed {
  readonly name: string;
  readonly kind: StrategyKind;
  /** Of a panel strategy; absent: any number. */
  readonly symbols?: SymbolCount;
}

export interface SymbolsProblem {
  /** Whether a run may pick fewer of those that there are. */
  readonly isTooMany: boolean;
  /** `pairs_zscore trades exactly two symbols`. */
  readonly rule: string;
}

/** Why a strategy cannot trade so many symbols; null when it can. */
export function symbolsProblem({ name, kind, symbols }: SymbolNeed, count: number): SymbolsProblem | null {
  const { min, max = Number.POSITIVE_INFINITY } = kind === "panel" ? (symbols ?? { min: 1 }) : { min: 1, max: 1 };
  if (count >= min && count <= max) return null;
  return { isTooMany: count > max, rule: `${name} trades ${rangeText(min, max)}` };
}

/** @throws AppError EXECUTION_INVALID */
export function checkSymbols(need: SymbolNeed, count: number): void {
  const problem = symbolsProblem(need, count);
  if (problem === null) return;
  throw new AppError("EXECUTION_INVALID", `The strategy ${problem.rule}, but the data have ${count}.`, {
    hint: problem.isTooMany
      ? "Name fewer under `data.symbols`, or use one backtest block for each."
      : "Name more under `data.symbols`, or take another strategy.",
  });
}

function rangeText(min: number, max: number): string {
  if (min === max) return min === 1 ? "one symbol" : `exactly ${min} symbols`;
  if (max === Number.POSITIVE_INFINITY) return `at least ${min} symbols`;
  return `${min} to ${max} symbols`;
}
