import type { Measured } from "../../core/metrics/measured.ts";
import { type CellMetrics, type MetricReasons, SWEEP_METRIC_IDS, type SweepMetricId } from "./metric-catalogue.ts";
import { UNDEFINED_REASONS, type UndefinedReason } from "../../core/metrics/undefined-reason.ts";

/** The metrics of one cell in the order of SWEEP_METRICS; reused from cell to cell. */
export interface MetricRow {
  /** NaN where undefined. */
  readonly values: Float64Array;
  /** 0 where defined, else 1 + the index into UNDEFINED_REASONS. */
  readonly reasons: Uint8Array;
}

export function createMetricRow(): MetricRow {
  return {
    values: new Float64Array(SWEEP_METRIC_IDS.length),
    reasons: new Uint8Array(SWEEP_METRIC_IDS.length),
  };
}

const INDEX = Object.fromEntries(SWEEP_METRIC_IDS.map((id, index) => [id, index])) as Record<SweepMetricId, number>;
const REASON_CODE = Object.fromEntries(UNDEFINED_REASONS.map((reason, index) => [reason, index + 1])) as Record<
  UndefinedReason,
  number
>;

/** 1 + the index into UNDEFINED_REASONS; 0 stands for a defined metric. */
export function reasonCode(reason: UndefinedReason): number {
  return REASON_CODE[reason];
}

/** Writes a metric that is defined when `undefinedBecause` is null. A value that is no finite number counts as not computed. */
export function setMetric(
  row: MetricRow,
  id: SweepMetricId,
  value: number,
  undefinedBecause: UndefinedReason | null = null,
): void {
  const reason = undefinedBecause ?? (Number.isFinite(value) ? null : "not_computed");
  row.values[INDEX[id]] = reason === null ? value : Number.NaN;
  row.reasons[INDEX[id]] = reason === null ? 0 : REASON_CODE[reason];
}

/** The same of a metric that knows itself why it has no number. */
export function setMeasured(row: MetricRow, id: SweepMetricId, { value, reason }: Measured): void {
  row.values[INDEX[id]] = value ?? Number.NaN;
  row.reasons[INDEX[id]] = reason === null ? 0 : REASON_CODE[reason];
}

/** Marks every metric as not computed: the cell failed. */
export function voidMetrics(row: MetricRow): void {
  row.values.fill(Number.NaN);
  row.reasons.fill(REASON_CODE.not_computed);
}

/** The row as records: null where undefined, with the reason beside it. */
export function metricRecords(row: MetricRow): { readonly metrics: CellMetrics; readonly reasons: MetricReasons } {
  const metrics: Partial<Record<SweepMetricId, number | null>> = {};
  const reasons: Partial<Record<SweepMetricId, UndefinedReason>> = {};
  for (const [index, id] of SWEEP_METRIC_IDS.entries()) {
    const reason = UNDEFINED_REASONS[(row.reasons[index] ?? 0) - 1];
    metrics[id] = reason === undefined ? (row.values[index] ?? null) : null;
    if (reason !== undefined) reasons[id] = reason;
  }
  return { metrics: metrics as CellMetrics, reasons };
}
