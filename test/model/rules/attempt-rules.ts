import { BACKOFF_MS, RETRY_LIMIT } from "../shapes.ts";
import {
  type ModelAttempt,
  type ModelCell,
  type ModelRun,
  type ModelState,
  type ModelTask,
  runningAttempts,
  taskOf,
} from "./model-state.ts";
import { beginRun, endIfDeserted, endIfDone, endTask, setCell } from "./task-rules.ts";

/** Workers that die over one thing before it is given up. */
const MAX_KILLS = 3;
/** Pause after a try under which the database went away. */
const INTERRUPTED_MS = 2000;

export interface BegunAttempt {
  readonly id: string;
  readonly taskId: string;
  readonly workerId: string;
  readonly range: ModelAttempt["range"];
  readonly kills: number;
  readonly tries: number;
}

/** What is wrong with the beginning of an attempt; empty when it was right. The state knows of it afterwards. */
export function beginAttempt(state: ModelState, begun: BegunAttempt): readonly string[] {
  const { run, task } = taskOf(state, begun.taskId);
  const wrong: string[] = [];
  const holds = task.limits.filter((name) => state.limits.has(name));
  if (run.stopping !== null) wrong.push("its run was told to stop");
  if (run.isPaused) wrong.push("its run is paused");
  if (task.notBefore > state.now) wrong.push("its next try is not due yet");
  for (const name of holds) {
    const used = runningAttempts(state, (attempt) => attempt.holds.includes(name)).length;
    if (used >= (state.limits.get(name) ?? 0)) wrong.push(`${used} attempts hold ${name} already (I8)`);
  }
  const attempt: ModelAttempt = { ...begun, holds, state: "running", isStray: false };
  state.attempts.set(begun.id, attempt);
  wrong.push(...(task.isSweep ? lease(state, { run, task, attempt }) : claim(run, task)));
  return wrong.map((what) => `Attempt ${begun.id} at ${run.dagId}.${task.key} has begun, but ${what}`);
}

function claim(run: ModelRun, task: ModelTask): readonly string[] {
  const wrong = task.state === "queued" ? [] : [`its task was ${task.state}`];
  task.state = "running";
  beginRun(run);
  return wrong;
}

interface Leased {
  readonly run: ModelRun;
  readonly task: ModelTask;
  readonly attempt: ModelAttempt;
}

function lease(state: ModelState, { run, task, attempt }: Leased): readonly string[] {
  const { range } = attempt;
  if (range === null) return ["it has no range of cells"];
  const wrong = task.state === "running" ? [] : [`its task was ${task.state}`];
  let hasOpen = false;
  for (let number = range.from; number < range.to; number++) {
    const cell = task.cells[number];
    if (cell?.kind === "open") {
      hasOpen = true;
      if (cell.notBefore > state.now) wrong.push(`cell ${number} is not due yet`);
      if (cell.kills !== attempt.kills) wrong.push(`cell ${number} has killed ${cell.kills}, not ${attempt.kills}`);
      if (cell.tries !== attempt.tries) wrong.push(`cell ${number} had ${cell.tries} tries, not ${attempt.tries}`);
      setCell(task, number, { kind: "leased", attemptId: attempt.id });
    } else if (cell?.kind !== "succeeded" && cell?.kind !== "cached") {
      wrong.push(`cell ${number} is ${cell?.kind ?? "not there"}`);
    }
  }
  if (attempt.kills >= MAX_KILLS) quarantine(state, { run, task, attempt });
  else if (task.timeoutMs !== null && task.ageMs > task.timeoutMs) giveUpOverdue(state, { run, task, attempt });
  else if (!hasOpen) commitRange(state, attempt.id, () => "ok");
  return wrong;
}

function quarantine(state: ModelState, { attempt }: Leased): void {
  commitRange(state, attempt.id, () => "failed");
}

function giveUpOverdue(state: ModelState, { run, task, attempt }: Leased): void {
  attempt.state = "cancelled";
  endTask(run, task, "failed");
  reopenCells(task, attempt, (cell) => cell);
  endIfDeserted(state, run, task);
}

/** How a cell has gone: `accident` may pass, `failed` never does; `left`: it was not come to. */
export type CellOutcome = "ok" | "failed" | "accident" | "left";

/** A range is committed. No effect when its attempt was taken away (I2). */
export function commitRange(state: ModelState, id: string, outcomeOf: (cell: number) => CellOutcome): void {
  const attempt = state.attempts.get(id);
  if (attempt?.state !== "running") return;
  const { run, task } = taskOf(state, attempt.taskId);
  attempt.state = "succeeded";
  const results = state.results.get(task.base) ?? new Map<number, string>();
  state.results.set(task.base, results);
  for (const [number, cell] of task.cells.entries()) {
    if (cell.kind !== "leased" || cell.attemptId !== id) continue;
    const outcome = outcomeOf(number);
    if (outcome === "left") {
      setCell(task, number, { kind: "open", kills: attempt.kills, tries: attempt.tries, notBefore: 0 });
    } else if (outcome === "ok") {
      setCell(task, number, { kind: "succeeded" });
      if (!results.has(number)) results.set(number, task.id);
    } else if (outcome === "failed" || attempt.tries >= RETRY_LIMIT) setCell(task, number, { kind: "failed" });
    else {
      const { kills, tries } = attempt;
      setCell(task, number, { kind: "open", kills, tries: tries + 1, notBefore: state.now + backoffMs(tries + 1) });
    }
  }
  if (!endIfDone(run, task)) endIfDeserted(state, run, task);
}

function backoffMs(tries: number): number {
  return BACKOFF_MS * 2 ** (tries - 1);
}

/** How a try at a whole task, or at a range as a whole, has failed. */
export type Failure = "accident" | "data";

/** A range could not be computed at all. */
export function failRange(state: ModelState, id: string, failure: Failure): void {
  const attempt = state.attempts.get(id);
  if (attempt?.state !== "running") return;
  const { run, task } = taskOf(state, attempt.taskId);
  attempt.state = "failed";
  if (task.state === "running") task.tries += 1;
  const isRepeated = failure === "accident" && attempt.tries < RETRY_LIMIT && run.stopping === null;
  const tries = attempt.tries + 1;
  const again = { tries, notBefore: isRepeated ? state.now + backoffMs(tries) : 0 };
  reopenCells(task, attempt, (cell) => ({ ...cell, ...again }));
  if (run.stopping !== null) endIfDeserted(state, run, task);
  else if (!isRepeated) endTask(run, task, "failed");
}

/** A callback, or another task that is taken as a whole, has ended. */
export function handBack(state: ModelState, id: string, outcome: "ok" | Failure | "interrupted"): void {
  const attempt = state.attempts.get(id);
  if (attempt?.state !== "running") return;
  const { run, task } = taskOf(state, attempt.taskId);
  attempt.state = outcome === "ok" ? "succeeded" : outcome === "interrupted" ? "lost" : "failed";
  const isRepeated = outcome === "interrupted" || (outcome === "accident" && task.tries < RETRY_LIMIT);
  if (outcome === "ok") endTask(run, task, "succeeded");
  else if (!isRepeated) endTask(run, task, "failed");
  else if (run.stopping !== null) endIfDeserted(state, run, task);
  else {
    task.state = "queued";
    if (outcome === "accident") task.tries += 1;
    task.notBefore = state.now + (outcome === "accident" ? backoffMs(task.tries) : INTERRUPTED_MS);
  }
}

/** Its run was told to stop, and it has heard of it. */
export function giveUp(state: ModelState, id: string): void {
  const attempt = state.attempts.get(id);
  if (attempt === undefined) return;
  const { run, task } = taskOf(state, attempt.taskId);
  if (attempt.state !== "running") return;
  attempt.state = "cancelled";
  reopenCells(task, attempt, (cell) => cell);
  endIfDeserted(state, run, task);
}

/** It is taken away from its worker and given out again; a worker that died counts, one that forgot it does not (I4). */
export function takeBack(state: ModelState, attempt: ModelAttempt, because: "death" | "stray"): void {
  const { run, task } = taskOf(state, attempt.taskId);
  attempt.state = "lost";
  const { range, kills } = attempt;
  if (range !== null) {
    const isAlone = range.to - range.from === 1;
    const killed = because === "stray" ? kills : isAlone ? kills + 1 : 0;
    reopenCells(task, attempt, (cell) => ({ ...cell, kills: killed }));
  }
  if (run.stopping !== null) return endIfDeserted(state, run, task);
  if (task.isSweep || task.state !== "running") return;
  if (because === "death" && task.kills + 1 >= MAX_KILLS) return endTask(run, task, "failed");
  task.state = "queued";
  task.notBefore = 0;
  if (because === "death") task.kills += 1;
}

type OpenCell = Extract<ModelCell, { kind: "open" }>;

function reopenCells(task: ModelTask, { id, kills, tries }: ModelAttempt, as: (cell: OpenCell) => OpenCell): void {
  for (const [number, cell] of task.cells.entries()) {
    if (cell.kind !== "leased" || cell.attemptId !== id) continue;
    setCell(task, number, as({ kind: "open", kills, tries, notBefore: 0 }));
  }
}

/** Cells of a sweep that could be given out now. */
export function openCells(state: ModelState, task: ModelTask): number {
  return task.cells.filter((cell) => cell.kind === "open" && cell.notBefore <= state.now).length;
}
