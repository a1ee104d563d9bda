import type { ComputeJobName, ControlJobName } from "../core/names/job-names.ts";
import { beginSweep } from "./begin-sweep.ts";
import { computeCells } from "./compute-cells.ts";
import { deliverAlerts } from "./deliver-alerts.ts";
import { lookForData } from "./look-for-data.ts";
import { finishRun } from "./finish-run.ts";
import type { JobHandler } from "./job-handler.ts";
import { runTask } from "./run-task.ts";

/** Short jobs, and callbacks, which mostly wait: many at a time. */
export const CONTROL_HANDLERS: Readonly<Record<ControlJobName, JobHandler>> = {
  run_task: runTask,
  begin_sweep: beginSweep,
  finish_run: finishRun,
  deliver_alerts: deliverAlerts,
  look_for_data: lookForData,
};

/** Work that fills a processor: one job per compute slot. */
export const COMPUTE_HANDLERS: Readonly<Record<ComputeJobName, JobHandler>> = { compute_cells: computeCells };
