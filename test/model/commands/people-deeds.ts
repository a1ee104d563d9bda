import { AppError } from "../../../src/core/errors/app-error.ts";
import { parseRunId, type RunId } from "../../../src/core/names/ids.ts";
import type { Priority } from "../../../src/core/names/priority.ts";
import { clearTasks } from "../../../src/runs/actions/clear-tasks.ts";
import { pauseRun, unpauseRun } from "../../../src/runs/actions/pause-run.ts";
import { retryRun } from "../../../src/runs/actions/retry-run.ts";
import { stopRun } from "../../../src/runs/end/stop-run.ts";
import { setPool } from "../../../src/runs/limits/set-pool.ts";
import { readRun, type RunRow } from "../../../src/store/run/runs.ts";
import { isEnded, type ModelRun, type ModelState } from "../rules/model-state.ts";
import * as rules from "../rules/people-rules.ts";
import { POOL, type ShapeName } from "../shapes.ts";
import type { ModelSystem } from "../system/model-system.ts";
import { startModelRun } from "../system/start-model-run.ts";
import { Deed, nothingMore, pick } from "./deed.ts";

const ACT = { by: "eve", origin: "library", reason: null } as const;
/** More runs than this make each look at them all slow, and find nothing more. */
const MOST_RUNS = 4;

export function start(shape: ShapeName, priority: Priority): Deed {
  return new Deed(`start ${shape} (${priority})`, async (state, system) => {
    if (state.runs.size < MOST_RUNS) await startModelRun(state, system, { shape, priority });
    return nothingMore;
  });
}

interface OnRun {
  readonly name: string;
  /** Does it, and is refused where the model says so. */
  readonly act: (id: RunId, system: ModelSystem) => Promise<unknown>;
  /** False when it is to be refused. */
  readonly rule: (state: ModelState, run: ModelRun) => boolean;
}

function onRun(number: number, { name, act, rule }: OnRun): Deed {
  return new Deed(`${name} run ${number}`, async (state, system) => {
    const run = pick([...state.runs.values()], number);
    const id = run === undefined ? null : parseRunId(run.id);
    if (run === undefined || id === null) return nothingMore;
    const isDone = await act(id, system).then(
      (answer) => answer !== false,
      (error: unknown) => {
        if (error instanceof AppError && error.code === "ACTION_REFUSED") return false;
        throw error;
      },
    );
    await system.settle();
    const shouldBe = rule(state, run);
    return () => (isDone === shouldBe ? [] : [`It was ${isDone ? "done" : "refused"}, and should not have been`]);
  });
}

export function cancel(number: number): Deed {
  return onRun(number, {
    name: "cancel",
    act: (id, { database }) => stopRun(database, id, { state: "cancelled", reason: "by eve" }, ACT),
    rule: (state, run) => rules.stopRun(state, run, "cancelled"),
  });
}

export function pause(number: number): Deed {
  return onRun(number, {
    name: "pause",
    act: (id, { database }) => pauseRun(database, id, ACT),
    rule: (_state, run) => rules.pauseRun(run),
  });
}

export function unpause(number: number): Deed {
  return onRun(number, {
    name: "unpause",
    act: (id, { database }) => unpauseRun(database, id, ACT),
    rule: (_state, run) => rules.unpauseRun(run),
  });
}

export function retry(number: number, failedCells: boolean): Deed {
  return onRun(number, {
    name: failedCells ? "retry failed cells of" : "retry",
    act: async (id, { database, project }) =>
      retryRun(await rowOf(id, database), { failedCells, act: ACT }, project.deps),
    rule: (state, run) => {
      const tasks = rules.toRetry(run, failedCells);
      if (tasks.length > 0) rules.reopen(state, run, tasks, false);
      return tasks.length > 0;
    },
  });
}

/** @param taskNumber which of its tasks, and all after it */
export function clear(number: number, taskNumber: number, recompute: boolean): Deed {
  return onRun(number, {
    name: `clear task ${taskNumber} of ${recompute ? "and compute anew" : ""}`,
    act: async (id, { database, project }) => {
      const { rows } = await database.query<{ key: string }>(
        "select key from task where run_id = $1 order by position",
        [id],
      );
      const keys = [pick(rows, taskNumber)?.key ?? ""];
      return clearTasks(await rowOf(id, database), { keys, downstream: true, recompute, act: ACT }, project.deps);
    },
    rule: (state, run) => {
      if (!isEnded(run.state)) return false;
      const root = pick(run.tasks, taskNumber);
      rules.reopen(state, run, rules.withDownstream(run, root === undefined ? [] : [root]), recompute);
      return true;
    },
  });
}

async function rowOf(id: RunId, database: ModelSystem["database"]): Promise<RunRow> {
  const run = await readRun(database, id);
  if (run === null) throw new Error(`The run ${id} is gone`);
  return run;
}

/** Of the pool, or of the queue of low priority. */
export function limit(name: typeof POOL | "low", slots: number): Deed {
  return new Deed(`let ${name} have ${slots} slots`, async (state, system) => {
    await setPool(system.database, name, { slots, memoryMb: null });
    state.limits.set(name === POOL ? `pool:${POOL}` : `queue:${name}`, slots);
    return nothingMore;
  });
}
