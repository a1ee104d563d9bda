import type { TaskId } from "../../core/names/ids.ts";
import type { Priority } from "../../core/names/priority.ts";
import type { JobRequest } from "../../core/names/job-names.ts";
import type { SpareRange } from "../../store/moves/lease-range.ts";
import type { OrphanAttempt } from "../../store/run/recover.ts";
import type { TaskError } from "../../store/run/tasks.ts";

/** What is to be known of a kind of task before and after somebody works on it. Nothing here acts. */
export interface KindRules {
  /** Whom queued tasks are told to. */
  readonly wakeQueued: (tasks: readonly DueTask[]) => readonly JobRequest[];
  /** Whom running tasks with work that nobody has taken are told to, by so many compute slots. */
  readonly wakeRunning: (tasks: readonly DueTask[], slots: number) => readonly JobRequest[];
  /** What becomes of the work of an attempt whose worker is gone, or does not know of it. */
  readonly takeBack: (attempt: OrphanAttempt, because: LossReason) => TakenBack;
}

export interface DueTask {
  readonly id: TaskId;
  /** Absent means at once. */
  readonly runAfter?: Date;
  /** Of its run; absent: it waits for nobody. */
  readonly priority?: Priority;
}

export type LossReason = "worker_died" | "stray";

export type TakenBack =
  /** The task goes back as a whole. */
  | { readonly to: "queue" }
  /** Its cells go back. */
  | { readonly to: "spare"; readonly ranges: readonly SpareRange[] }
  | { readonly to: "failure"; readonly error: TaskError };
