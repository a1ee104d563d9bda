/**
 * The wake-ups that go through graphile-worker. A job carries no truth: it says
 * "look at this", and looking twice does no harm.
 */
export const CONTROL_JOBS = [
  "run_task",
  "begin_sweep",
  "finish_run",
  "deliver_alerts",
  "look_for_data",
  "look_outside",
  "fetch_prices",
] as const;
export const COMPUTE_JOBS = ["compute_cells"] as const;

export type ControlJobName = (typeof CONTROL_JOBS)[number];
export type ComputeJobName = (typeof COMPUTE_JOBS)[number];
export type JobName = ControlJobName | ComputeJobName;

/**
 * What graphile-worker knows the job as: its tables may be shared with another application. Tasks were callbacks once, and
 * workers of both versions know the job by that name.
 */
export function jobIdentifier(name: JobName): string {
  return name === "run_task" ? "nightgrid_run_callback" : `nightgrid_${name}`;
}

export interface JobRequest {
  readonly name: JobName;
  /**
   * Id of the task (`begin_sweep`, `compute_cells`), ids of tasks with commas between them (`run_task`),
   * id of the run (`finish_run`, `look_for_data`, `look_outside`), of what is to be fetched (`fetch_prices`); empty for `deliver_alerts`.
   */
  readonly subject: string;
  /** Absent means at once. */
  readonly runAt?: Date;
  /** How long before its asking a job that is due at once counts as asked for, in milliseconds; absent: as upkeep does. */
  readonly headStartMs?: number;
  /** Jobs of the same key that have not begun are one. */
  readonly key?: string;
}
