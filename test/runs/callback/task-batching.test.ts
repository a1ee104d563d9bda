import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTaskBatching } from "../../../src/runs/task/task-batching.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { registerWorker } from "../../../src/store/workers.ts";
import { sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
});
afterAll(() => project[Symbol.asyncDispose]());

describe("task batching", () => {
  it("gives a task to one of any number of wake-ups, even in one batch", async () => {
    const { database } = project.deps;
    await registerWorker(database, { id: "me", host: "here", pid: 1, slots: 1, aliveMs: 60_000 });
    const id = await project.start(sampleDag({ before: [sampleCallback("first")] }));
    const [task] = await listTasks(database, id);
    if (task === undefined) throw new Error("The run has no task");
    const desks = [createTaskBatching(database, "me"), createTaskBatching(database, "me")];
    const claims = await Promise.all(desks.flatMap((desk) => [1, 2, 3].map(() => desk.claim(task.id))));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
  });
});
