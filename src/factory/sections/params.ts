import { suggestName } from "../../core/text/suggest-name.ts";
import { ownRecord } from "../../core/values/own-record.ts";
import type { Params, ParamSpec, ParamValue } from "../../core/params/param-spec.ts";
import { givenProblem, readValues } from "../../core/params/given-values.ts";
import { percentHint } from "../diagnostics/percent-hint.ts";
import type { KnownStrategy } from "../../engine/kinds/known-strategy.ts";
import type { PathStep } from "../yaml/source-tree.ts";
import { unitDoubt } from "./unit-doubt.ts";
import { reportAt, reportAtKey, type Section } from "./section.ts";

/** The given values over the strategy's defaults, in the strategy's order. */
export function readParams(section: Section, given: Params, strategy: KnownStrategy): Params {
  checkParams(section, ["params"], given, strategy);
  return ownRecord(Object.entries(readValues(strategy.params, given).values as Params));
}

/** Reports unknown names and values out of range; says whether there were none. */
export function checkParams(
  section: Section,
  steps: readonly PathStep[],
  given: Params,
  strategy: KnownStrategy,
): boolean {
  const checks = Object.entries(given).map(([name, value]) =>
    checkParam(section, [...steps, name], { name, value }, strategy),
  );
  return checks.every(Boolean);
}

export function checkParam(
  section: Section,
  steps: readonly PathStep[],
  param: { readonly name: string; readonly value: ParamValue },
  strategy: KnownStrategy,
): boolean {
  const { name, value } = param;
  const found = givenProblem(strategy.params, name, value);
  if (found === null) {
    warnOfUnit(section, steps, strategy.params[name], param);
    return true;
  }
  if (found.kind !== "unfit") return checkParamName(section, steps, name, strategy);
  const spec = strategy.params[name];
  const message = `"${name}" of ${strategy.name} ${found.problem}, not ${JSON.stringify(value)}.`;
  const max = spec?.kind === "float" ? spec.max : undefined;
  reportAt(section, steps, { code: "PARAM_INVALID", message, hint: percentHint(value, max) });
  return false;
}

/** Warns of a value that was probably meant in the other unit. */
export function warnOfUnit(
  section: Section,
  steps: readonly PathStep[],
  spec: ParamSpec | undefined,
  { name, value }: { readonly name: string; readonly value: ParamValue },
): void {
  const doubt = unitDoubt(spec, name, value);
  if (doubt !== null) reportAt(section, steps, { code: "PARAM_INVALID", severity: "warning", ...doubt });
}

export function checkParamName(
  section: Section,
  steps: readonly PathStep[],
  name: string,
  strategy: KnownStrategy,
): boolean {
  if (Object.hasOwn(strategy.params, name)) return true;
  const hint = suggestName(name, Object.keys(strategy.params));
  reportAtKey(section, steps, { code: "PARAM_UNKNOWN", message: `${strategy.name} has no parameter "${name}".`, hint });
  return false;
}
