import { type MetricSet, openMetricSet } from "../core/metrics/metric-set.ts";
import { ENGINE_METRICS } from "../engine/metrics/metric-catalogue.ts";
import type { BacktestSpec } from "../factory/dag-spec.ts";

/** All that is computed from what a script has written; it may report others. */
const SCRIPT_METRICS = openMetricSet(ENGINE_METRICS);

/** What the cells of a backtest can be sorted, shown and judged by. */
export function metricsOf({ strategy }: Pick<BacktestSpec, "strategy">): MetricSet {
  switch (strategy.kind) {
    case "builtin":
    case "module":
      return ENGINE_METRICS;
    case "script":
      return SCRIPT_METRICS;
  }
}

/** What ranks them. @throws RangeError for an objective that they do not have, which no checked DAG has */
export function objectiveOf(backtest: Pick<BacktestSpec, "strategy" | "objective">): MetricSet["all"][number] {
  const found = metricsOf(backtest).find(backtest.objective);
  if (found === undefined) throw new RangeError(`The cells have no metric "${backtest.objective}"`);
  return found;
}
