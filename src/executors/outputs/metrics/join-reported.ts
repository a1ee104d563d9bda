import { type Measured, measured, unmeasured } from "../../../core/metrics/measured.ts";
import { type MetricId, metricInfo } from "../../../engine/metrics/metric-catalogue.ts";
import { shownText } from "../file/findings.ts";
import { REPORTED } from "./metric-names.ts";
import type { ReportedMetric } from "../expected/summary-file.ts";

/** Two figures are the same when they differ by no more than this share of ours, or by half a unit of the last digit that is written. */
export const SAME_WITHIN = 0.001;

export interface JoinedMetrics {
  readonly metrics: ReadonlyMap<string, Measured>;
  /** Whole sentences. */
  readonly warnings: readonly string[];
}

/** What a script may mean by the figure that it has written. */
interface Reading {
  readonly value: number;
  /** Half a unit of the last digit. */
  readonly rounding: number;
}

/**
 * Our own metrics with those that a script has written. Under the name of a metric of ours stands our figure; the script's is put
 * under `reported_<name>`, as it is written, when it says something else. It stands in for ours where the files do not tell it.
 */
export function joinReported(
  own: ReadonlyMap<MetricId, Measured>,
  reported: readonly ReportedMetric[],
  drawdownMoney: number | null,
): JoinedMetrics {
  const metrics = new Map<string, Measured>(own);
  const warnings: string[] = [];
  for (const metric of reported) {
    const { id } = metric.meant;
    const sentence = id === null ? joinStranger(metrics, metric) : joinKnown(metrics, { id, metric, drawdownMoney });
    if (sentence !== null) warnings.push(`summary.csv ${sentence}`);
  }
  return { metrics, warnings };
}

/** A metric that only the script knows. */
function joinStranger(metrics: Map<string, Measured>, { written, meant, value }: ReportedMetric): string | null {
  const { name } = meant;
  if (name === null) {
    return `has a metric ${shownText(written)} that cannot be kept under a name (up to 63 letters, digits and _, a letter first, without ${REPORTED})`;
  }
  metrics.set(name, value === null ? unmeasured("not_computed") : measured(value));
  return null;
}

interface KnownMetric {
  readonly id: MetricId;
  readonly metric: ReportedMetric;
  readonly drawdownMoney: number | null;
}

function joinKnown(metrics: Map<string, Measured>, { id, metric, drawdownMoney }: KnownMetric): string | null {
  const ours = metrics.get(id) ?? unmeasured("not_computed");
  const { value, written } = metric;
  if (value === null) return null;
  if (ours.value === null && ours.reason === "not_computed") {
    const meant = usualReading(id, metric);
    metrics.set(id, meant === null ? ours : measured(meant));
    if (meant !== null) return null;
    metrics.set(REPORTED + id, measured(value));
    return `has a ${written} of ${value}, which is no share of anything: it is kept as ${REPORTED}${id}`;
  }
  const isAgreed = ours.value !== null && agrees(ours.value, id, { metric, drawdownMoney });
  if (isAgreed) return null;
  metrics.set(REPORTED + id, measured(value));
  const said = ours.value === null ? `undefined (${ours.reason})` : String(Number(ours.value.toPrecision(6)));
  return `says ${written} is ${value}${metric.isPercent ? " %" : ""}; from pnl.csv and trades.csv it is ${said}: ours is kept as ${id}, the script's as ${REPORTED}${id}`;
}

function agrees(ours: number, id: MetricId, of: Omit<KnownMetric, "id">): boolean {
  const { metric, drawdownMoney } = of;
  const { value, decimals } = metric;
  const half = 0.5 * 10 ** -decimals * (1 + 1e-9);
  const readings = readingsOf(id, metric, half);
  if (readings.some((reading) => isSame(ours, reading))) return true;
  // In the account's currency; other fractions have no such form.
  const isMoney = id === "max_drawdown" && drawdownMoney !== null && value !== null;
  return isMoney && isSame(drawdownMoney, { value: Math.abs(value), rounding: half });
}

function isSame(known: number, { value, rounding }: Reading): boolean {
  return Math.abs(value - known) <= Math.max(rounding, SAME_WITHIN * Math.abs(known));
}

/** A fraction may be written in percent, and a drawdown below 0. */
function readingsOf(id: MetricId, { value, isPercent }: ReportedMetric, half: number): readonly Reading[] {
  if (value === null) return [];
  const signed = id === "max_drawdown" ? Math.abs(value) : value;
  const plain = { value: signed, rounding: half };
  const percent = { value: signed / 100, rounding: half / 100 };
  if (metricInfo(id).unit !== "fraction") return [plain];
  return isPercent ? [percent] : [plain, percent];
}

/** What is above 1 cannot be a share, so that it is one in percent. */
const SHARES: ReadonlySet<MetricId> = new Set(["win_rate", "max_drawdown"]);

/** The figure in our unit, where there is nothing to hold it against; null when it cannot be one. */
function usualReading(id: MetricId, { value, isPercent }: ReportedMetric): number | null {
  if (value === null) return null;
  const signed = id === "max_drawdown" ? Math.abs(value) : value;
  if (metricInfo(id).unit !== "fraction") return signed;
  if (isPercent) return signed / 100;
  if (!SHARES.has(id) || signed <= 1) return signed;
  return signed <= 100 ? signed / 100 : null;
}
