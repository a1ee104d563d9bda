import { AppError } from "../../core/errors/app-error.ts";
import { ownValue } from "../../core/values/own-record.ts";
import { type ParamSpecs, type ParamValue, type Params, paramProblem } from "../../core/values/params.ts";

/**
 * A cell's parameters, checked, with the defaults filled in. Optional ones stay absent.
 *
 * @throws AppError PARAM_INVALID on an unknown name or an unfit value
 */
export function completeParams(specs: ParamSpecs, cell: Params): Params {
  const complete: Record<string, ParamValue> = {};
  for (const name in specs) {
    const spec = specs[name];
    if (spec === undefined) continue;
    const given = ownValue(cell, name);
    if (given !== undefined) {
      const problem = paramProblem(spec, given);
      if (problem !== null) throw new AppError("PARAM_INVALID", `Parameter "${name}" is ${given}; it ${problem}.`);
      complete[name] = given;
    } else if (spec.optional !== true) {
      complete[name] = spec.default;
    }
  }
  for (const name in cell) {
    if (!Object.hasOwn(specs, name)) {
      throw new AppError("PARAM_INVALID", `There is no parameter "${name}".`, {
        hint: `Known are ${Object.keys(specs).join(", ")}.`,
      });
    }
  }
  return Object.freeze(complete);
}
