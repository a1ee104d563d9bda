import { givenProblem } from "../../core/params/given-values.ts";
import type { Params, ParamSpecs, ParamValue } from "../../core/params/param-spec.ts";
import type { TradingRules } from "../fills/trading-rules.ts";
import type { BacktestSettings } from "../settings.ts";
import type { Strategy } from "../strategy.ts";
import { cellRules } from "./cell-rules.ts";
import { completeParams } from "./complete-params.ts";
import { paramSpecsOf, TRADE_PARAMS } from "./param-specs.ts";

/** What a cell asks for. */
export interface CellTerms {
  /** Complete. */
  readonly params: Params;
  readonly rules: TradingRules;
}

/**
 * Reads cells, and remembers the last: the ranges of a cell are traded one after the other on the same terms, and neighbours in a
 * grid differ in a parameter or two, which alone are read then.
 *
 * @throws AppError PARAM_INVALID for unfit parameters
 */
export function termsOfCells(strategy: Strategy, settings: BacktestSettings): (cell: Params) => CellTerms {
  const specs = paramSpecsOf(strategy);
  let last: ReadCell | null = null;
  return (cell) => {
    if (last?.cell === cell) return last.terms;
    const terms = (last && neighbourOf(last, cell, { specs, settings })) ?? readTerms(cell, { specs, settings });
    last = { cell, terms };
    return terms;
  };
}

interface ReadCell {
  readonly cell: Params;
  readonly terms: CellTerms;
}

interface Reading {
  readonly specs: ParamSpecs;
  readonly settings: BacktestSettings;
}

function readTerms(cell: Params, { specs, settings }: Reading): CellTerms {
  const params = completeParams(specs, cell);
  return { params, rules: cellRules(settings, params) };
}

/** Null of a cell with other names, or with a value that does not fit: it is read as a whole. */
function neighbourOf(last: ReadCell, cell: Params, { specs, settings }: Reading): CellTerms | null {
  const params: Record<string, ParamValue> = { ...last.terms.params };
  let left = 0;
  let tradesAlike = settings.costs.fillProbability === 1;
  for (const name in last.cell) if (last.cell[name] !== undefined) left++;
  for (const name in cell) {
    const value = cell[name];
    if (value === undefined || last.cell[name] === undefined) return null;
    left--;
    if (value === last.cell[name]) continue;
    if (givenProblem(specs, name, value) !== null) return null;
    params[name] = value;
    if (name in TRADE_PARAMS) tradesAlike = false;
  }
  if (left !== 0) return null;
  Object.freeze(params);
  return { params, rules: tradesAlike ? last.terms.rules : cellRules(settings, params) };
}
