import { messageOf } from "../../core/errors/app-error.ts";
import type { ComputedMetricId } from "../../engine/metrics/metric-catalogue.ts";
import type { CellRow } from "../../store/sweep/read-cells.ts";
import { isConnectionLost } from "../../store/connection/transaction.ts";
import type { WorkDeps } from "../work-deps.ts";
import type { SweepView } from "./cell-view.ts";
import { completeMetrics } from "./computed-metrics.ts";

/**
 * Adds metrics that a sweep was not asked for. A run must end, and a notice go out: those that cannot be computed any more
 * are left out with a warning, and a rule that reads them is undecided.
 */
export async function completeOrWarn(
  rows: readonly CellRow[],
  view: SweepView,
  { ids, deps }: { readonly ids: readonly ComputedMetricId[]; readonly deps: WorkDeps },
): Promise<readonly CellRow[]> {
  try {
    const complete = await completeMetrics(view, ids, deps);
    return await complete(rows);
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    deps.log.warn(`Metrics of the best cell could not be computed: ${messageOf(error)}`, { metrics: ids });
    return rows;
  }
}
