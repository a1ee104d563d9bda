/** Plain data: what a simple mind knows of runs. The rules beside this file move it, without any of `src`. */
export interface ModelState {
  readonly runs: Map<string, ModelRun>;
  readonly attempts: Map<string, ModelAttempt>;
  readonly workers: ModelWorker[];
  /** By the name of a limit, how many attempts may hold it. */
  readonly limits: Map<string, number>;
  /** By the name that results share: the task that computed each cell. */
  readonly results: Map<string, Map<number, string>>;
  /** Milliseconds: what the clock was moved by, and what has gone by. */
  now: number;
}

export type RunState = "queued" | "running" | "succeeded" | "failed" | "cancelled";
export type TaskState = "waiting" | RunState | "skipped";
export type AttemptState = "running" | "succeeded" | "failed" | "lost" | "cancelled";

export interface ModelRun {
  readonly id: string;
  readonly dagId: string;
  /** In the order of the graph. */
  readonly tasks: ModelTask[];
  state: RunState;
  stopping: "failed" | "cancelled" | null;
  isPaused: boolean;
  /** Since it began, pauses left out, in milliseconds of the moved clock. */
  ageMs: number;
}

export interface ModelTask {
  readonly id: string;
  readonly runId: string;
  readonly key: string;
  readonly isSweep: boolean;
  readonly phase: "before" | "backtest" | "after";
  /** Ids of tasks. */
  readonly needs: readonly string[];
  readonly rule: string;
  readonly minSuccess: number | null;
  readonly limits: readonly string[];
  readonly timeoutMs: number | null;
  /** The name that its results share. */
  readonly base: string;
  state: TaskState;
  /** Tries that have failed. */
  tries: number;
  kills: number;
  notBefore: number;
  /** Since it began, pauses left out. */
  ageMs: number;
  /** Empty for callbacks. */
  readonly cells: ModelCell[];
}

export type ModelCell =
  | { readonly kind: "open"; readonly kills: number; readonly tries: number; readonly notBefore: number }
  | { readonly kind: "leased"; readonly attemptId: string }
  | { readonly kind: "succeeded" | "cached" | "failed" };

export interface ModelAttempt {
  readonly id: string;
  readonly taskId: string;
  readonly workerId: string;
  /** Cells [from, to); null of a callback. */
  readonly range: { readonly from: number; readonly to: number } | null;
  /** As it was begun. */
  readonly tries: number;
  readonly kills: number;
  /** Limits that it holds while it runs. */
  readonly holds: readonly string[];
  state: AttemptState;
  /** Its worker has forgotten it, though it lives. */
  isStray: boolean;
}

export interface ModelWorker {
  readonly id: string;
  /** Its heartbeat goes on. */
  isBeating: boolean;
}

export const FRESH: ModelCell = { kind: "open", kills: 0, tries: 0, notBefore: 0 };

export function emptyState(): ModelState {
  return { runs: new Map(), attempts: new Map(), workers: [], limits: new Map(), results: new Map(), now: 0 };
}

export function isEnded(state: TaskState): boolean {
  return state !== "waiting" && state !== "queued" && state !== "running";
}

export function taskOf(state: ModelState, id: string): { readonly run: ModelRun; readonly task: ModelTask } {
  for (const run of state.runs.values()) {
    const task = run.tasks.find((each) => each.id === id);
    if (task !== undefined) return { run, task };
  }
  throw new Error(`The model knows no task ${id}`);
}

export function runningAttempts(state: ModelState, of: (attempt: ModelAttempt) => boolean): readonly ModelAttempt[] {
  return [...state.attempts.values()].filter((attempt) => attempt.state === "running" && of(attempt));
}

export function countCells(task: ModelTask, ...kinds: readonly ModelCell["kind"][]): number {
  return task.cells.filter(({ kind }) => kinds.includes(kind)).length;
}
