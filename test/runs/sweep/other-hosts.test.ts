import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "../../../src/core/errors/app-error.ts";
import type { SweepExecutor } from "../../../src/runs/run-deps.ts";
import { tailLog } from "../../../src/store/logs.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const CELLS = 6;
let project: TestProject;
afterEach(() => project[Symbol.asyncDispose]());

/** The executors of a host that has no interpreter. @param onAsked hears each time that a sweep is to be opened there */
function executorsWithout(onAsked: () => void = () => undefined): readonly SweepExecutor[] {
  return project.deps.executors.map((executor) => ({
    ...executor,
    prepare: async () => {
      onAsked();
      throw new AppError("INTERPRETER_NOT_FOUND", "This host has no Rscript");
    },
  }));
}

const LACKS = new AppError("CALLBACK_FAILED", "mine: This host has no Rscript", {
  cause: new AppError("INTERPRETER_NOT_FOUND", "This host has no Rscript"),
});

describe("a callback that a host cannot do", () => {
  it("is left to the workers of others, with no try counted", async () => {
    project = await createTestProject();
    const asked = Promise.withResolvers<void>();
    const lacks = async (): Promise<never> => {
      asked.resolve();
      throw LACKS;
    };
    await project.worker({ runCallback: lacks });
    const id = await alsoLive("late", () => project.start(sampleDag({ after: [sampleCallback("mine")] })));
    await asked.promise;
    await project.worker({ runCallback: async () => "done" });
    expect((await project.ended(id)).state).toBe("succeeded");
    const tasks = await listTasks(project.deps.database, id);
    expect(tasks.at(-1)).toMatchObject({ key: "after.mine", state: "succeeded", attempts: 0, output: "done" });
  }, 60_000);

  it("fails at once where there is nobody else, and where it is not for the host", async () => {
    project = await createTestProject();
    await project.worker({ runCallback: () => Promise.reject(LACKS) });
    const dag = sampleDag({ after: [sampleCallback("mine")] });
    expect((await project.ended(await project.start(dag))).reason).toContain(LACKS.message);
    await project.worker({ runCallback: () => Promise.reject(new AppError("CALLBACK_FAILED", "mine: x is not 1")) });
    expect((await project.ended(await project.start(dag))).reason).toContain("x is not 1");
  }, 60_000);
});

describe("a sweep that a host cannot do", () => {
  it("is left to the workers of others, which compute all of it, and the log says who left it", async () => {
    project = await createTestProject();
    const { database } = project.deps;
    const asked = Promise.withResolvers<void>();
    await project.worker({ executors: executorsWithout(asked.resolve), slots: 4 });
    // Alone it would fail: a second one is there, which takes no work until the first was asked.
    const id = await alsoLive("late", () => project.start(sampleDag()));
    await asked.promise;
    const able = await project.worker();
    const run = await project.ended(id);
    expect([run.state, run.cellsSucceeded]).toEqual(["succeeded", CELLS]);
    const { rows } = await database.query<{ worker: string }>(
      `select distinct worker_id as worker from attempt join task on task.id = task_id where task.run_id = $1 and from_cell is not null`,
      [id],
    );
    expect(rows).toEqual([{ worker: able.id }]);
    const [task] = await listTasks(database, id);
    expect(task?.attempts).toBe(0);
    const told = (await tailLog(database, id, 100)).filter(({ message }) => message.includes("leaves this to other"));
    expect(told.map(({ level, message }) => `${level} ${message}`)).toEqual([
      expect.stringMatching(/^warn Worker .* leaves this to other workers: This host has no Rscript$/),
    ]);
  }, 60_000);

  it("fails with the reason when no host can do it", async () => {
    project = await createTestProject();
    await project.worker({ executors: executorsWithout() });
    await project.worker({ executors: executorsWithout() });
    const run = await project.ended(await project.start(sampleDag()));
    expect([run.state, run.reason]).toEqual(["failed", expect.stringContaining("This host has no Rscript")]);
  }, 60_000);

  it("fails when the only host that could is gone", async () => {
    project = await createTestProject();
    const asked = Promise.withResolvers<void>();
    await project.worker({ executors: executorsWithout(asked.resolve) });
    const id = await alsoLive("gone", () => project.start(sampleDag()));
    await asked.promise;
    expect((await readRun(project.deps.database, id))?.finishedAt).toBeNull();
    await project.deps.database.query("update worker set state = 'stopped' where id = 'gone'");
    expect((await project.ended(id)).reason).toContain("This host has no Rscript");
  }, 60_000);
});

/** Does something while there is a worker that is busy with other things. */
async function alsoLive<T>(name: string, work: () => Promise<T>): Promise<T> {
  await project.deps.database.query(
    "insert into worker (id, host, pid, slots, alive_until) values ($1, 'elsewhere', 1, 1, now() + interval '1 hour')",
    [name],
  );
  return work();
}
