import type { ParamSpec, ParamValue } from "../../core/params/param-spec.ts";
import { percentHint } from "../diagnostics/percent-hint.ts";

/** What looks like a fraction where percents are wanted: nobody trades with stops of half a percent or less by the day. */
const FRACTION_LIKE = 0.5;

export interface UnitDoubt {
  readonly message: string;
  readonly hint: string | null;
}

/** What to warn of where a value was probably meant in the other unit; null: nothing. */
export function unitDoubt(spec: ParamSpec | undefined, name: string, value: ParamValue): UnitDoubt | null {
  if (spec === undefined || !("unit" in spec) || typeof value !== "number") return null;
  const asPercent = Number((value * 100).toPrecision(12));
  if (spec.unit === "percent" && value > 0 && value <= FRACTION_LIKE) {
    const message = `"${name}" of ${value} is ${value} %, not ${asPercent} %.`;
    return { message, hint: `It is in percent: ${asPercent} is ${asPercent} %.` };
  }
  if (spec.unit === "fraction" && value > 1) {
    return { message: `"${name}" of ${value} is ${asPercent} %.`, hint: percentHint(value, 1) };
  }
  return null;
}
