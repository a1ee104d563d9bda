import { type MetricSet, openMetricSet, withReported } from "../core/metrics/metric-set.ts";
import { ENGINE_METRICS } from "../engine/metrics/metric-catalogue.ts";
import type { TaskId } from "../core/names/ids.ts";
import type { Connection } from "../store/connection/transaction.ts";
import { readMetricNames } from "../store/sweep/metric-names.ts";
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

/** What the cells of a backtest have been stored with, so that a misspelt name is told from one that a script has reported. */
export async function storedMetricsOf(
  connection: Connection,
  { taskId, backtest }: { readonly taskId: TaskId; readonly backtest: Pick<BacktestSpec, "strategy"> },
): Promise<MetricSet> {
  if (backtest.strategy.kind !== "script") return metricsOf(backtest);
  return withReported(ENGINE_METRICS, await readMetricNames(connection, taskId));
}
