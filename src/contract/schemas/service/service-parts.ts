import { Type } from "typebox";
import { METRIC_UNITS } from "../../../core/metrics/metric-info.ts";
import { UNDEFINED_REASONS } from "../../../core/metrics/undefined-reason.ts";
import type { ParamValue } from "../../../core/params/param-spec.ts";
import { count, flag, nullable, object, oneOf, text } from "../parts.ts";

/** Of a listing that goes on: what the next request gives back. */
export const nextCursor = nullable(Type.String(), "where the next page begins; null on the last one");

export const TotalSchema = object(
  { count: count("how many there are, or were counted"), at_least: flag("there are more than were counted") },
  "how many there are in all",
);

export const METRIC = {
  id: text("its name in tables and conditions"),
  label: text("as people read it"),
  unit: oneOf(METRIC_UNITS, "what it is counted in"),
  better: nullable(oneOf(["higher", "lower"] as const, ""), "which end is better; null where neither is"),
};

/** @param description whose, or which */
export function metric(description: string) {
  return object(METRIC, description);
}

export const reason = nullable(
  oneOf(UNDEFINED_REASONS, ""),
  "why it is null; null when it is not, or nobody has asked",
);

/** A number, or null with the reason. */
export const MEASURED = {
  value: nullable(Type.Number(), "null where undefined"),
  reason,
};

/** A metric of one cell. */
export const MeasuredMetricSchema = object({ ...METRIC, ...MEASURED }, "the objective, with its value");

export const paramValue = Type.Unsafe<ParamValue>({
  type: ["number", "string", "boolean"],
  title: "value of a parameter",
  description: "value of the parameter",
});

export const CellCountsSchema = object(
  {
    total: count("of the grid"),
    done: count("that need not be looked at again"),
    succeeded: count("computed now"),
    cached: count("known from before"),
    failed: count("that have no result"),
  },
  "how many cells; the last three never overlap, and are together those that are done",
);

export const ProgressSchema = object(
  {
    done: Type.Number({ minimum: 0, maximum: 1, description: "share of the cells, those half done by their parts" }),
    cells_per_second: nullable(Type.Number({ minimum: 0 }), "since it began to compute; null before"),
    eta_ms: nullable(count(""), "milliseconds to the end at that speed; null when nobody can tell"),
  },
  "how far it is",
);
