import type { ComputeJobName, ControlJobName } from "../core/names/job-names.ts";
import { deliverAlerts } from "../runs/end/deliver-alerts.ts";
import { finishRun } from "../runs/end/finish-run.ts";
import { beginSweep } from "../runs/kinds/sweep/work/begin-sweep.ts";
import { lookOutside } from "../runs/kinds/sweep/outside/look-outside.ts";
import { computeCells } from "../runs/kinds/sweep/work/compute-cells.ts";
import { runClaimedTask } from "../runs/task/run-claimed-task.ts";
import { fetchAsked } from "../runs/ingest/asked/fetch-asked.ts";
import { lookForData } from "../runs/wait/look-for-data.ts";
import { fetchOf, type JobHandler, runOf, taskOf, tasksOf } from "./job-handler.ts";

/** Short jobs, and callbacks, which mostly wait: many at a time. */
export const CONTROL_HANDLERS: Readonly<Record<ControlJobName, JobHandler>> = {
  run_task: async (payload, deps) => {
    await Promise.all(tasksOf(payload).map((taskId) => runClaimedTask(taskId, deps)));
  },
  begin_sweep: (payload, deps) => beginSweep(taskOf(payload), deps),
  finish_run: (payload, deps) => finishRun(runOf(payload), deps),
  deliver_alerts: (_payload, deps) => deliverAlerts(deps),
  look_for_data: (payload, deps) => lookForData(runOf(payload), deps),
  fetch_prices: (payload, deps) => fetchAsked(fetchOf(payload), deps),
  look_outside: (payload, deps) => lookOutside(runOf(payload), deps),
};

/** Work that fills a processor: one job per compute slot. */
export const COMPUTE_HANDLERS: Readonly<Record<ComputeJobName, JobHandler>> = {
  compute_cells: (payload, deps) => computeCells(taskOf(payload), deps),
};
