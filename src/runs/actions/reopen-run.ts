import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import type { RunId, TaskId } from "../../core/names/ids.ts";
import { recordAct } from "../../store/actions/audit.ts";
import { notify } from "../../store/events.ts";
import { reopenRun, reopenTasks, supersedeResults } from "../../store/moves/reopen.ts";
import { hasExternalWork } from "../../store/outside/external-work.ts";
import { lockRun, type RunRow } from "../../store/run/runs.ts";
import { listDependants } from "../../store/run/task-needs.ts";
import { listTasks, type TaskRow } from "../../store/run/tasks.ts";
import { WAIT_FOR_PLAN, type Wait } from "../../store/run/waits.ts";
import { type Database, inTransaction, type Transaction } from "../../store/connection/transaction.ts";
import { createDagCache, type DagCache } from "../dag-cache.ts";
import { askForEnd, askForPlan, wakeReady } from "../end/settle-tasks.ts";
import { hasCells } from "../kinds/study/study-tasks.ts";
import type { RunDeps } from "../run-deps.ts";
import { queueTasks } from "../start/write-run.ts";
import { openTask } from "../sweep/open-task.ts";
import { waitOf } from "../wait/data-day.ts";

export type ReopenDeps = Pick<RunDeps, "database" | "executors">;

/** What is to be done again of a run that has ended. */
export interface Reopening {
  readonly run: RunRow;
  readonly action: "retry" | "clear";
  /** Of a run that never had a plan those before it, if any: it is planned after them. */
  readonly tasks: readonly TaskRow[];
  /** Whether results that are known are computed anew. */
  readonly recompute: boolean;
}

export interface RunTasks {
  /** In the order of the graph. */
  readonly tasks: readonly TaskRow[];
  /** With those that come after them, directly or not. */
  readonly withDownstream: (tasks: readonly TaskRow[]) => readonly TaskRow[];
}

export async function readRunTasks(database: Database, runId: RunId): Promise<RunTasks> {
  const [tasks, dependants] = await Promise.all([listTasks(database, runId), listDependants(database, runId)]);
  return {
    tasks,
    withDownstream(roots) {
      const reached = new Set<TaskId>(roots.map(({ id }) => id));
      for (const id of reached) for (const dependant of dependants.get(id) ?? []) reached.add(dependant);
      return tasks.filter(({ id }) => reached.has(id));
    },
  };
}

/** Whether a run has more than the callbacks that go before its data are frozen. */
export function isPlanned(tasks: readonly TaskRow[]): boolean {
  return tasks.some(({ phase }) => phase === "backtest");
}

/** @throws AppError ACTION_REFUSED for a run that has not ended */
export function refuseOpen(run: RunRow, action: Reopening["action"] | "rerun"): void {
  if (run.finishedAt !== null) return;
  throw new AppError("ACTION_REFUSED", `Run ${run.id} has not ended: it is ${run.status}.`, {
    hint: `Wait for its end, or \`nightgrid cancel ${run.id}\`; then ${action} it.`,
  });
}

/**
 * Lets a run that has ended go on with some of its tasks: with its DAG version, its data and its code. What other tasks have
 * done stays, and so do results of cells. Retry limits and the time-out count anew; alerts are decided again at its end.
 *
 * @throws AppError RUN_INPUT_CHANGED, and those of the executors, when data or code are not those of the run any more
 * @throws AppError ACTION_REFUSED when others were first
 */
export async function reopen(reopening: Reopening, act: Act, deps: ReopenDeps): Promise<void> {
  const { run, action, tasks, recompute } = reopening;
  const dags = createDagCache(deps.database);
  // Before anything is changed: a run that cannot go on stays as it is.
  for (const task of tasks.filter(hasCells)) await openTask(task.id, { ...deps, dags });
  const waitsFor = isPlanned(await listTasks(deps.database, run.id)) ? null : await waitForPlan(run, dags);
  const ids = tasks.map(({ id }) => id);
  await inTransaction(deps.database, async (transaction) => {
    const locked = await lockRun(transaction, run.id);
    if (locked === null || locked.finishedAt === null || locked.round !== run.round) throw othersWereFirst(run);
    if (await hasExternalWork(transaction, ids)) throw stillEnding(run);
    if (recompute) {
      const bases = tasks.flatMap(({ base }) => base ?? []);
      await supersedeResults(transaction, bases);
    }
    await begin(transaction, reopening, waitsFor);
    const target = tasks.map(({ key }) => key).join(", ") || null;
    const deed = { action, dagId: run.dagId, runId: run.id, target } as const;
    await recordAct(transaction, recompute ? { ...deed, details: { recompute } } : deed, act);
    await notify(transaction, "nightgrid_run", run.id);
  });
}

async function waitForPlan(run: RunRow, dags: DagCache): Promise<Wait> {
  return waitOf(await dags.read(run), run.logicalDate) ?? WAIT_FOR_PLAN;
}

async function begin(transaction: Transaction, { run, tasks }: Reopening, waitsFor: Wait | null): Promise<void> {
  const ids = tasks.map(({ id }) => id);
  const reopened = await reopenTasks(transaction, run.id, ids);
  await reopenRun(transaction, run.id, { openTasks: reopened.length, waitsFor });
  if (waitsFor !== null && reopened.length === 0) return askForPlan(transaction, run);
  const ready = reopened.filter(({ unmet }) => unmet === 0);
  const roots = ready.filter(({ hasNeeds }) => !hasNeeds);
  await queueTasks(transaction, roots, run);
  const decided = ready.filter(({ hasNeeds }) => hasNeeds).map(({ id }) => id);
  const open = await wakeReady(transaction, run, { ready: decided, open: reopened.length });
  if (open === 0) await askForEnd(transaction, run);
}

function othersWereFirst(run: RunRow): AppError {
  return new AppError("ACTION_REFUSED", `Run ${run.id} was begun again meanwhile, by somebody else.`, {
    hint: `\`nightgrid audit --run ${run.id}\` says by whom; \`nightgrid show ${run.id}\` how far it is.`,
  });
}

function stillEnding(run: RunRow): AppError {
  return new AppError("ACTION_REFUSED", `Work of run ${run.id} outside of the workers is still being ended.`, {
    hint: "Try again in some seconds.",
  });
}
