import { AppError } from "../../../core/errors/app-error.ts";
import type { Database } from "../../../store/connection/transaction.ts";
import type { ScopedRun } from "../../../store/query/query-runs.ts";
import { readMetricNames } from "../../../store/sweep/metric-names.ts";
import { createDagCache } from "../../dag-cache.ts";
import { listSweepViews, type SweepView } from "../cell-view.ts";

/** A backtest of a run whose cells are asked for. */
export interface ScopedSweep {
  readonly run: ScopedRun;
  readonly view: SweepView;
  /** That any of its cells was stored with. */
  readonly metrics: readonly string[];
}

/** Those of runs whose definition no version of ours reads any more are left out; how many these are is told. */
export async function sweepsInScope(
  database: Database,
  runs: readonly ScopedRun[],
  signal: AbortSignal,
): Promise<{ readonly sweeps: readonly ScopedSweep[]; readonly unreadable: number }> {
  const dags = createDagCache(database);
  const sweeps: ScopedSweep[] = [];
  let unreadable = 0;
  for (const run of runs) {
    signal.throwIfAborted();
    try {
      const spec = await dags.read(run);
      for (const view of await listSweepViews(database, { id: run.id, spec })) {
        sweeps.push({ run, view, metrics: await readMetricNames(database, view.taskId) });
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      unreadable += 1;
    }
  }
  return { sweeps, unreadable };
}
