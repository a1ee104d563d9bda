import type { Params } from "../../core/params/param-spec.ts";
import type { TradingRules } from "../fills/trading-rules.ts";
import type { BacktestSettings } from "../settings.ts";
import type { Strategy } from "../strategy.ts";
import { cellRules } from "./cell-rules.ts";
import { completeParams } from "./complete-params.ts";
import { paramSpecsOf } from "./param-specs.ts";

/** What a cell asks for. */
export interface CellTerms {
  /** Complete. */
  readonly params: Params;
  readonly rules: TradingRules;
}

/**
 * Reads cells, and remembers the last: the ranges of a cell are traded one after the other on the same terms.
 *
 * @throws AppError PARAM_INVALID for unfit parameters
 */
export function termsOfCells(strategy: Strategy, settings: BacktestSettings): (cell: Params) => CellTerms {
  const specs = paramSpecsOf(strategy);
  let last: { readonly cell: Params; readonly terms: CellTerms } | null = null;
  return (cell) => {
    if (last?.cell === cell) return last.terms;
    const params = completeParams(specs, cell);
    const terms = { params, rules: cellRules(settings, params) };
    last = { cell, terms };
    return terms;
  };
}
