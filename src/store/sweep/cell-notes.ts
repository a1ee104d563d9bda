import type { Refusals } from "../../engine/backtest.ts";
import {
  type ComputedMetricId,
  isComputedMetric,
  isMetricId,
  LOSSLESS_REASONS,
  type MetricId,
  type MetricReasons,
  SWEEP_METRIC_IDS,
  type UndefinedReason,
} from "../../engine/metrics/metric-catalogue.ts";

/**
 * What `result.reasons` holds of a cell beside its columns: for a metric without a number the reason, for one without a
 * column its value, and under `refused` how many entries were refused, by reason. Null in most cells.
 */
export type CellNotes = Readonly<Record<string, UndefinedReason | number | Refusals>>;

export interface ReadNotes {
  readonly computed: Readonly<Partial<Record<ComputedMetricId, number | null>>>;
  readonly reasons: MetricReasons;
  readonly refused: Refusals | null;
}

export function readNotes(notes: CellNotes | null): ReadNotes {
  const computed: Partial<Record<ComputedMetricId, number | null>> = {};
  const reasons: Partial<Record<MetricId, UndefinedReason>> = {};
  let refused: Refusals | null = null;
  for (const [name, note] of Object.entries(notes ?? {})) {
    if (typeof note === "object") refused = note;
    else if (isMetricId(name) && typeof note === "string") reasons[name] = note;
    if (typeof note !== "object" && isComputedMetric(name)) computed[name] = typeof note === "number" ? note : null;
  }
  return { computed, reasons, refused };
}

/** SQL of a metric's number, null where it is undefined. The name comes from the catalogue, never from a caller's text. */
export function metricColumn(metric: MetricId): string {
  if (SWEEP_METRIC_IDS.some((id) => id === metric)) return `result.${metric}`;
  const id = metric satisfies string;
  return `case jsonb_typeof(result.reasons -> '${id}') when 'number' then (result.reasons ->> '${id}')::float8 end`;
}

/** SQL of whether a metric is undefined because nothing was lost, which ranks above every number. */
export function isLossless(metric: MetricId): string {
  const reasons = LOSSLESS_REASONS.map((reason) => `'${reason}'`).join(", ");
  return `coalesce(result.reasons ->> '${metric}' in (${reasons}), false)`;
}
