import { AppError } from "../../../src/core/errors/app-error.ts";
import type { CellFailure } from "../../../src/executors/executor.ts";
import { commitRange, failRange, handBack, openCells } from "../rules/attempt-rules.ts";
import { type ModelState, runningAttempts, taskOf } from "../rules/model-state.ts";
import { beginSweep, finishRun } from "../rules/task-rules.ts";
import type { GatedWork } from "../system/gated-work.ts";
import type { Job, ModelSystem } from "../system/model-system.ts";
import { type Afterwards, Deed, nothingMore, pick } from "./deed.ts";

/** A worker takes one of the jobs that are due, not always the first. */
export function workOn(jobNumber: number, workerNumber: number): Deed {
  return new Deed(`work on job ${jobNumber} by worker ${workerNumber}`, async (state, system) => {
    const job = pick(await system.dueJobs(), jobNumber);
    const worker = pick(system.workers, workerNumber);
    if (job === undefined || worker === undefined) return nothingMore;
    const expected = mustBegin(state, job);
    await system.work(worker, job);
    if (job.name === "begin_sweep") beginSweep(state, ...partsOf(state, job.subject));
    if (job.name === "finish_run") finishRun(runOf(state, job.subject));
    return expected;
  });
}

function partsOf(state: ModelState, taskId: string) {
  const { run, task } = taskOf(state, taskId);
  return [run, task] as const;
}

function runOf(state: ModelState, id: string) {
  const run = state.runs.get(id);
  if (run === undefined) throw new Error(`The model knows no run ${id}`);
  return run;
}

/** What nothing limits begins when its job is worked on. */
function mustBegin(state: ModelState, { name, subject }: Job): Afterwards {
  if (name !== "run_task" && name !== "compute_cells") return nothingMore;
  const due = subject.split(",").filter((id) => {
    const { run, task } = taskOf(state, id);
    if (run.stopping !== null || run.isPaused || task.limits.some((limit) => state.limits.has(limit))) return false;
    if (name === "run_task") return task.state === "queued" && task.notBefore <= state.now;
    return task.state === "running" && openCells(state, task) > 0;
  });
  const before = new Set(state.attempts.keys());
  return () =>
    due
      .filter((id) => ![...state.attempts.values()].some((each) => each.taskId === id && !before.has(each.id)))
      .map((id) => `Task ${id} could begin, and has not`);
}

/** `cut short`: of a range only the first cells were computed. */
export const OUTCOMES = ["ok", "failed", "accident", "whole accident", "data", "cut off", "cut short"] as const;
export type WorkOutcome = (typeof OUTCOMES)[number];

/**
 * Something that a worker works on comes to its end.
 *
 * @param cells bits: which cells of a range it is about
 */
export function finish(workNumber: number, outcome: WorkOutcome, cells: number): Deed {
  return new Deed(`finish work ${workNumber}: ${outcome} (${cells})`, async (state, system) => {
    const all = system.workers.flatMap((worker) => worker.works);
    const chosen = pick(all, workNumber);
    const work = chosen?.activity.work ?? null;
    if (chosen === undefined || work === null) return nothingMore;
    const { attemptId } = chosen;
    if (attemptId === null) throw new Error("Nobody knows for which attempt this is");
    if (work.cells === null) await finishTask(work, { outcome, id: attemptId, state, system });
    else await finishRange(work, work.cells, { outcome, bits: cells, id: attemptId, state, system });
    return nothingMore;
  });
}

interface Finish {
  readonly outcome: WorkOutcome;
  readonly id: string;
  readonly state: ModelState;
  readonly system: ModelSystem;
}

async function finishTask(work: GatedWork, { outcome, id, state, system }: Finish): Promise<void> {
  work.go(() => {
    if (outcome === "data") throw noData();
    if (outcome === "cut off") throw cutOff();
    if (outcome !== "ok" && outcome !== "cut short") throw new Error("The vendor is down");
    return null;
  });
  await system.settle();
  if (outcome === "cut off") handBack(state, id, "interrupted");
  else if (outcome === "data") handBack(state, id, "data");
  else if (outcome === "ok" || outcome === "cut short") handBack(state, id, "ok");
  else handBack(state, id, "accident");
}

async function finishRange(
  work: GatedWork,
  numbers: readonly number[],
  { outcome, bits, id, state, system }: Finish & { readonly bits: number },
): Promise<void> {
  const isOf = (index: number): boolean => (bits & (1 << index)) !== 0;
  const failing = new Set(
    outcome === "failed" || outcome === "accident" ? numbers.filter((_, index) => isOf(index)) : [],
  );
  const computed = outcome === "cut short" ? Math.min(bits, numbers.length) - 1 : numbers.length;
  const left = new Set(numbers.slice(computed));
  const failed = outcome === "failed" ? "failed" : "accident";
  const code = outcome === "failed" ? "STRATEGY_FAILED" : "CELL_TIMEOUT";
  work.go(() => {
    if (outcome === "whole accident") throw new Error("The program has ended");
    if (outcome === "data") throw noData();
    if (outcome === "cut off") throw cutOff();
    const failures: readonly CellFailure[] = numbers.flatMap((number, index) =>
      failing.has(number) ? [{ index, code, message: "no" }] : [],
    );
    return { failures, computed };
  });
  await system.settle();
  if (outcome === "whole accident") failRange(state, id, "accident");
  else if (outcome === "data") failRange(state, id, "data");
  else if (outcome === "cut off")
    for (const attempt of runningAttempts(state, (each) => each.id === id)) attempt.isStray = true;
  else commitRange(state, id, (cell) => (left.has(cell) ? "left" : failing.has(cell) ? failed : "ok"));
}

function noData(): AppError {
  return new AppError("DATASET_NOT_FOUND", "There is no such file");
}

/** As the driver says it. */
function cutOff(): Error {
  return new Error("Connection terminated unexpectedly");
}
