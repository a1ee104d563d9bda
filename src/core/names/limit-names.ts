import type { RunId } from "./ids.ts";
import type { Priority } from "./priority.ts";

/** The names of limits, by what they hold for. */
export const poolLimit = (pool: string): string => `pool:${pool}`;
/** Of all tasks of a priority. */
export const queueLimit = (priority: Priority): string => `queue:${priority}`;
/** Of all tasks of a DAG. */
export const dagLimit = (dagId: string): string => `dag:${dagId}`;
/** Of the runs of a DAG; counted by themselves, not by their attempts. */
export const runsLimit = (dagId: string): string => `runs:${dagId}`;
/** Of all tasks of a run. */
export const runLimit = (runId: RunId): string => `run:${runId}`;

/** Those that people set by `nightgrid pools`. */
export const POOL_PREFIX = poolLimit("");
export const QUEUE_PREFIX = "queue:";
