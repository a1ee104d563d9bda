/** The states of runs, tasks and cells, and every legal move between them. */

export const RUN_STATES = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
export type RunState = (typeof RUN_STATES)[number];

export const TASK_STATES = ["waiting", "queued", "running", "succeeded", "failed", "skipped", "cancelled"] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** `cached`: another run had computed the same result. */
export const CELL_STATES = ["succeeded", "cached", "failed"] as const;
export type CellState = (typeof CELL_STATES)[number];

export const TRIGGER_RULES = ["all_success", "all_done", "one_failed", "none_failed", "min_success"] as const;
export type TriggerRule = (typeof TRIGGER_RULES)[number];

const RUN_MOVES: Readonly<Record<RunState, readonly RunState[]>> = {
  queued: ["running", "failed", "cancelled"],
  running: ["succeeded", "failed", "cancelled"],
  succeeded: [],
  failed: [],
  cancelled: [],
};

const TASK_MOVES: Readonly<Record<TaskState, readonly TaskState[]>> = {
  waiting: ["queued", "skipped", "cancelled"],
  queued: ["running", "skipped", "cancelled"],
  running: ["succeeded", "failed", "queued", "cancelled"],
  succeeded: [],
  failed: [],
  skipped: [],
  cancelled: [],
};

export function canMoveRun(from: RunState, to: RunState): boolean {
  return RUN_MOVES[from].includes(to);
}

/** `running → queued` is a retry. */
export function canMoveTask(from: TaskState, to: TaskState): boolean {
  return TASK_MOVES[from].includes(to);
}

export function isFinalRun(state: RunState): boolean {
  return RUN_MOVES[state].length === 0;
}

export function isFinalTask(state: TaskState): boolean {
  return TASK_MOVES[state].length === 0;
}
