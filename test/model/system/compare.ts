import { isEnded, type ModelState, type ModelTask } from "../rules/model-state.ts";
import { beginAttempt } from "../rules/attempt-rules.ts";
import type { TrueAttempt, TrueTask, Truth } from "./read-truth.ts";

/** Begins in the model what has begun in the database since, and says what must not have. */
export function takeInBegun(state: ModelState, { attempts }: Truth): readonly string[] {
  return attempts
    .filter(({ id }) => !state.attempts.has(id))
    .flatMap((attempt) => beginAttempt(state, { ...attempt, range: rangeOf(attempt) }));
}

function rangeOf({ from, to }: TrueAttempt): { readonly from: number; readonly to: number } | null {
  return from === null || to === null ? null : { from, to };
}

/** Where the database says other than the model; empty when they agree, and counters are those of the rows. */
export function differences(state: ModelState, truth: Truth): readonly string[] {
  return [
    ...differentRuns(state, truth),
    ...truth.attempts.flatMap(({ id, state: told }) =>
      unlike(`attempt ${id}`, { state: state.attempts.get(id)?.state }, { state: told }),
    ),
    ...truth.tasks.filter((task) => goesOn(task, truth)).flatMap((task) => lostCells(task, truth)),
  ];
}

/** What a stopping run has left over is nobody's any more. */
function goesOn({ state, runId }: TrueTask, { runs }: Truth): boolean {
  return state === "running" && runs.some(({ id, stopping }) => id === runId && stopping === null);
}

function differentRuns(state: ModelState, truth: Truth): readonly string[] {
  return truth.runs.flatMap((told) => {
    const run = state.runs.get(told.id);
    if (run === undefined) return [`Nobody has started the run ${told.id}`];
    const open = run.tasks.filter((task) => !isEnded(task.state)).length;
    const counts = run.tasks.map(countsOf).reduce(added, [0, 0, 0, 0]).join(" ");
    const expected = { state: run.state, stopping: run.stopping, isPaused: run.isPaused, openTasks: open, counts };
    const tasks = run.tasks.flatMap((task) => {
      const row = truth.tasks.find(({ id }) => id === task.id);
      return row === undefined ? [`The task ${task.key} is gone`] : differentTask(task, row, truth);
    });
    return [...unlike(`run ${run.dagId} ${run.id}`, expected, { ...told }), ...tasks];
  });
}

function differentTask(task: ModelTask, told: TrueTask, { cells }: Truth): readonly string[] {
  const { key, state, tries, kills } = task;
  const done = task.cells.map(({ kind }) => (kind === "leased" || kind === "open" ? "-" : kind)).join(" ");
  const toldDone = task.cells.map((_, cell) => cells.get(task.id)?.get(cell) ?? "-").join(" ");
  const expected = { state, tries, kills, counts: countsOf(task).join(" "), cells: done };
  return unlike(`task ${task.id} ${key}`, expected, { ...told, cells: toldDone });
}

/** Cells done, succeeded, cached, failed. */
function countsOf({ cells }: ModelTask): readonly number[] {
  const [succeeded = 0, cached = 0, failed = 0] = (["succeeded", "cached", "failed"] as const).map(
    (kind) => cells.filter((cell) => cell.kind === kind).length,
  );
  return [succeeded + cached + failed, succeeded, cached, failed];
}

function added(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, index) => value + (b[index] ?? 0));
}

function unlike(what: string, expected: object, told: object): readonly string[] {
  const values = Object.entries(told);
  return Object.entries(expected).flatMap(([name, value]) => {
    const [, found] = values.find(([key]) => key === name) ?? [];
    return found === value ? [] : [`${what}: ${name} is ${String(found)}, and should be ${String(value)}`];
  });
}

/** Every cell of a running sweep is done, in somebody's hands, or to be given out: in one place, and not in two. */
function lostCells({ id, nextCell, cellsTotal }: TrueTask, { cells, attempts, spares }: Truth): readonly string[] {
  const taken = [
    ...attempts.filter((attempt) => attempt.taskId === id && attempt.state === "running"),
    ...spares.filter(({ taskId }) => taskId === id),
    { from: nextCell, to: cellsTotal },
  ];
  return Array.from({ length: cellsTotal }, (_, cell) => cell).flatMap((cell) => {
    const places = taken.filter(({ from, to }) => from !== null && to !== null && from <= cell && cell < to).length;
    if (places > 1) return [`Cell ${cell} of task ${id} is in ${places} places`];
    return places === 0 && !cells.get(id)?.has(cell) ? [`Cell ${cell} of task ${id} is lost`] : [];
  });
}
