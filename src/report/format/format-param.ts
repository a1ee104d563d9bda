import type { ParamValue } from "../../core/params/param-spec.ts";

/** One parameter value as written in a DAG file: no thousands separators, no float noise (0.1 + 0.2 gives `0.3`). */
export function formatParam(value: ParamValue | undefined): string {
  if (value === undefined) return "";
  return typeof value === "number" ? String(Number(value.toPrecision(12))) : String(value);
}
