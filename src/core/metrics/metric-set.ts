import { METRIC_NAME, reportedMetric } from "./reported-metric.ts";
import type { Better, MetricInfo } from "./metric-info.ts";

export interface DescribedMetric extends MetricInfo {
  /** Whether every cell has it; else it is computed where it is asked for. */
  readonly isStored: boolean;
}

/** The metrics that the cells of one backtest can have: what may be named as objective, order and column. */
export interface MetricSet {
  /** In the order of tables, those that are stored first. */
  readonly all: readonly DescribedMetric[];
  readonly ids: readonly string[];
  find(name: string): DescribedMetric | undefined;
}

/** @throws RangeError when two have one id */
export function metricSet(metrics: readonly DescribedMetric[]): MetricSet {
  const byId = new Map(metrics.map((metric) => [metric.id, metric]));
  if (byId.size !== metrics.length) throw new RangeError("Two metrics of one set have the same id");
  const all = [...metrics.filter(({ isStored }) => isStored), ...metrics.filter(({ isStored }) => !isStored)];
  return { all, ids: all.map(({ id }) => id), find: (name) => byId.get(name) };
}

/** A set whose cells may have metrics of their own beside it, whatever they are called: higher ranks first, as nobody says otherwise. */
export function openMetricSet(known: MetricSet): MetricSet {
  return { ...known, find: (name) => known.find(name) ?? (METRIC_NAME.test(name) ? ownMetric(name) : undefined) };
}

/** The same where it is known which of them there are. */
export function withReported(known: MetricSet, names: readonly string[]): MetricSet {
  const own = names.filter((name) => !known.ids.includes(name) && METRIC_NAME.test(name));
  return own.length === 0 ? known : metricSet([...known.all, ...own.map(ownMetric)]);
}

function ownMetric(name: string): DescribedMetric {
  return { ...reportedMetric(name), isStored: true };
}

/** Which end of a metric ranks first: the lower one where lower is better, else the higher one. */
export function rankingEnd({ better }: Pick<MetricInfo, "better">): Better {
  return better ?? "higher";
}

/** The value that is better than every number: of what has none because nothing was lost. */
export function endlessValue(metric: Pick<MetricInfo, "better">): number {
  return rankingEnd(metric) === "higher" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}
