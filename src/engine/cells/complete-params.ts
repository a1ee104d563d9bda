import { AppError } from "../../core/errors/app-error.ts";
import { type GivenProblem, readValues } from "../../core/params/given-values.ts";
import type { ParamSpecs, Params } from "../../core/params/param-spec.ts";
import { suggestName } from "../../core/text/suggest-name.ts";

/**
 * A cell's parameters, checked, with the defaults filled in. Optional ones stay absent.
 *
 * @throws AppError PARAM_INVALID on an unknown name or an unfit value
 */
export function completeParams(specs: ParamSpecs, cell: Params): Params {
  const { values, problems } = readValues(specs, cell);
  const problem = problems[0];
  if (problem !== undefined) throw invalid(problem, specs);
  return Object.freeze(values as Params);
}

function invalid(found: GivenProblem, specs: ParamSpecs): AppError {
  if (found.kind === "unfit") {
    return new AppError("PARAM_INVALID", `Parameter "${found.name}" is ${String(found.value)}; it ${found.problem}.`);
  }
  return new AppError("PARAM_INVALID", `There is no parameter "${found.name}".`, {
    hint: suggestName(found.name, Object.keys(specs)),
  });
}
