import type { TaskId } from "../../core/names/ids.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { type ClaimedTask, claimTasks, endAttempts } from "../../store/moves/attempt-moves.ts";
import { requeueTask, type TaskEnd } from "../../store/moves/task-moves.ts";
import { beginRun } from "../../store/moves/run-moves.ts";
import { lockRun } from "../../store/run/runs.ts";
import type { TaskError } from "../../store/run/tasks.ts";
import { type Database, inTransaction, type Transaction } from "../../store/connection/transaction.ts";
import { createBatcher } from "../batcher.ts";
import { settleTasks } from "../end/settle-tasks.ts";
import { claimLimited } from "../limits/claim-limited.ts";
import { wakeLines } from "../limits/wake-lines.ts";
import { endStoppedTask } from "../end/stop-run.ts";
import { jobsOf } from "../start/jobs-of.ts";

/** How one try at a task went. */
export type Outcome =
  | { readonly kind: "succeeded"; readonly output: unknown }
  | { readonly kind: "failed"; readonly error: TaskError; readonly output?: unknown }
  | Retry
  /** Not for want of the task: the database went away under it. Repeated, and counted against nothing (I4). */
  | (Omit<Retry, "kind"> & { readonly kind: "interrupted" })
  | { readonly kind: "given_up" };

interface Retry {
  readonly kind: "retry";
  readonly error: TaskError;
  readonly delayMs: number;
}

/** Where tasks are taken and handed back. Many small tasks at a time share one transaction. */
export interface TaskBatching {
  /** Null when the task is not to be had: taken, cancelled, not yet due. */
  claim(taskId: TaskId): Promise<ClaimedTask | null>;
  /** No effect when the attempt was declared lost meanwhile (I2). */
  handBack(task: ClaimedTask, outcome: Outcome): Promise<void>;
}

interface Done {
  readonly task: ClaimedTask;
  readonly outcome: Outcome;
}

export function createTaskBatching(database: Database, workerId: string): TaskBatching {
  const claim = createBatcher((ids: readonly TaskId[]) => claimAll(database, ids, workerId));
  const handBack = createBatcher((done: readonly Done[]) => handBackAll(database, done));
  return {
    claim,
    async handBack(task, outcome) {
      await handBack({ task, outcome });
    },
  };
}

async function claimAll(
  database: Database,
  ids: readonly TaskId[],
  workerId: string,
): Promise<readonly (ClaimedTask | null)[]> {
  const free = await claimTasks(database, ids, workerId);
  const taken = new Set(free.map(({ taskId }) => taskId));
  const rest = [...new Set(ids)].filter((id) => !taken.has(id));
  const limited = rest.length === 0 ? [] : await claimLimited(database, rest, workerId);
  const claimed = new Map([...free, ...limited].map((task) => [task.taskId, task]));
  const fresh = new Set([...claimed.values()].filter((task) => task.runState === "queued").map((task) => task.runId));
  for (const runId of fresh) await beginRun(database, runId);
  return ids.map((id) => {
    const task = claimed.get(id) ?? null;
    // Two wake-ups for one task may come in the same batch; only one of them gets it.
    claimed.delete(id);
    return task;
  });
}

async function handBackAll(database: Database, done: readonly Done[]): Promise<readonly undefined[]> {
  for (const [runId, ofRun] of Map.groupBy(done, ({ task }) => task.runId)) {
    await inTransaction(database, async (transaction) => {
      const run = await lockRun(transaction, runId);
      if (run === null) return;
      const { held, freed } = await endAttempts(transaction, ofRun.map(attemptEnd));
      const ours = ofRun.filter(({ task }) => held.has(task.attemptId));
      await settleTasks(transaction, run, ours.flatMap(taskEnds));
      for (const { task, outcome } of ours) {
        if (run.stopping !== null) await endStoppedTask(transaction, run, task.taskId);
        else if (outcome.kind === "retry" || outcome.kind === "interrupted") {
          await repeatTask(transaction, task, outcome);
        }
      }
      await wakeLines(transaction, freed);
    });
  }
  return done.map(() => undefined);
}

function attemptEnd({ task, outcome }: Done) {
  const id = task.attemptId;
  switch (outcome.kind) {
    case "succeeded":
      return { id, state: "succeeded", error: null } as const;
    case "given_up":
      return { id, state: "cancelled", error: null } as const;
    case "failed":
    case "retry":
      return { id, state: "failed", error: outcome.error } as const;
    case "interrupted":
      return { id, state: "lost", error: outcome.error } as const;
  }
}

function taskEnds({ task, outcome }: Done): readonly TaskEnd[] {
  const id = task.taskId;
  switch (outcome.kind) {
    case "succeeded":
      return [{ id, state: "succeeded", error: null, output: outcome.output }];
    case "failed":
      return [{ id, state: "failed", error: outcome.error, output: outcome.output ?? null }];
    case "given_up":
    case "retry":
    case "interrupted":
      return [];
  }
}

async function repeatTask(
  transaction: Transaction,
  task: ClaimedTask,
  outcome: Extract<Outcome, { kind: "retry" | "interrupted" }>,
): Promise<void> {
  const { kind, error, delayMs } = outcome;
  // By the database's clock, which also decides when it is due.
  const runAt = new Date((await readNow(transaction)).getTime() + delayMs);
  if (
    !(await requeueTask(transaction, task.taskId, {
      because: kind === "retry" ? "failed" : "interrupted",
      runAfter: runAt,
      error,
    }))
  )
    return;
  await enqueueJobs(
    transaction,
    jobsOf([{ id: task.taskId, kind: task.kind, priority: task.priority, runAfter: runAt }]),
  );
}
