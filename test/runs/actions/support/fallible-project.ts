import { AppError } from "../../../../src/core/errors/app-error.ts";
import type { RunId } from "../../../../src/core/names/ids.ts";
import { builtinStrategy } from "../../../../src/engine/strategies/builtin-strategies.ts";
import { readRun, type RunRow } from "../../../../src/store/run/runs.ts";
import { listTasks } from "../../../../src/store/run/tasks.ts";
import type { RunningWorker } from "../../../../src/worker/start-worker.ts";
import { inlineExecutor } from "../../../support/inline-executor.ts";
import { miscounted } from "../../../support/moves/miscounted.ts";
import { createTestProject, type TestProject } from "../../../support/test-project.ts";

/** A project whose cells and callbacks can be made to fail, and which knows what was done. */
export interface FallibleProject extends AsyncDisposable {
  readonly project: TestProject;
  /** Cells that were asked for, as JSON. */
  asked: string[];
  /** May throw, to fail a range as a whole. */
  sabotage: () => void;
  /** Names of callbacks that fail. */
  readonly failing: Set<string>;
  /** Names of callbacks that ran. */
  ran: string[];
  worker(): Promise<RunningWorker>;
  rowOf(id: RunId): Promise<RunRow>;
  /** By the keys of the tasks. */
  statesOf(id: RunId): Promise<Readonly<Record<string, string>>>;
  /** Counters that are not what the rows say; none, if all is well. */
  miscounted(id: RunId): Promise<readonly unknown[]>;
}

export async function createFallibleProject(): Promise<FallibleProject> {
  const project = await createTestProject();
  const own: FallibleProject = {
    project,
    asked: [],
    sabotage: () => undefined,
    failing: new Set(),
    ran: [],
    worker: () =>
      project.worker({
        executor: inlineExecutor(builtinStrategy, (cells) => {
          own.sabotage();
          own.asked.push(...cells);
        }),
        runCallback: async ({ name }) => {
          own.ran.push(name);
          if (own.failing.has(name)) throw new Error(`${name} failed`);
          return name;
        },
      }),
    async rowOf(id) {
      const run = await readRun(project.deps.database, id);
      if (run === null) throw new Error("There is no such run");
      return run;
    },
    async statesOf(id) {
      const tasks = await listTasks(project.deps.database, id);
      return Object.fromEntries(tasks.map(({ key, state }) => [key, state]));
    },
    miscounted: (id) => miscounted(project.database.pool, id),
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
  return own;
}

/** The code of the AppError that it fails with, what else it fails with, or "done". */
export function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
}
