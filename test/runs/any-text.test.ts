import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CallbackContext } from "../../src/callbacks/callback-context.ts";
import { storableText } from "../../src/core/text/storable-text.ts";
import { addArtifact, listArtifacts } from "../../src/store/artifacts.ts";
import { tailLog } from "../../src/store/logs.ts";
import { listTasks } from "../../src/store/run/tasks.ts";
import { sampleCallback, sampleDag } from "../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../support/test-project.ts";

let project: TestProject;
let text = "";
beforeAll(async () => {
  project = await createTestProject();
  await project.worker({ runCallback: async (spec, context) => (spec.name === "tells" ? tells(context) : fails()) });
});
afterAll(() => project[Symbol.asyncDispose]());

/** Puts the text wherever a callback can put one. */
async function tells({ values, log, services }: CallbackContext): Promise<unknown> {
  await values.set(text, { [text]: [text] });
  log.info(text, { [text]: text });
  await services.notify({ title: text, text });
  return { [text]: text, passed: await values.get(text) };
}

function fails(): never {
  throw new Error(text);
}

/** A run that holds the text in its DAG, its parameters, its callbacks' doings and its files. */
async function runWith(own: string): Promise<void> {
  text = own;
  const after = [sampleCallback("tells"), sampleCallback("fails")];
  const spec = sampleDag({ description: own, tags: [own], after });
  const id = await project.start(spec, { overrides: { note: own } });
  const run = await project.ended(id);
  expect(run.state).toBe("failed");
  expect(run.reason?.slice(0, 100)).toMatch(/^after.fails: /);
  const tasks = await listTasks(project.deps.database, id);
  expect(Object.fromEntries(tasks.map(({ key, state, attempts }) => [key, `${state} ${attempts}`]))).toMatchObject({
    "after.tells": "succeeded 0",
    "after.fails": "failed 0",
  });
  expect(run.overrides).toEqual({ note: storableText(own) });
  const file = { name: own.slice(0, 200), path: `/${own.slice(0, 200)}`, bytes: 1, inDepot: null };
  const { rows } = await project.deps.database.query<{ id: string }>(
    "insert into attempt (task_id, worker_id) select id, 'nobody' from task where run_id = $1 limit 1 returning id::text",
    [id],
  );
  await addArtifact(project.deps.database, { runId: id, attemptId: rows[0]?.id ?? "" }, { ...file, inDepot: null });
  expect((await listArtifacts(project.deps.database, id)).map(({ name }) => name)).toContain(storableText(file.name));
  expect((await tailLog(project.deps.database, id, 100)).length).toBeGreaterThan(0);
}

describe("FAULTS 2: any text, on every way into the database", () => {
  it("is stored, the run ends with it, and nothing is tried again for it", async () => {
    const odd = fc.string({
      unit: fc.constantFrom("a", "\0", "\ud800", "\udc00", "🚀", "\u202e", "\\", '"', "\n", "\\u0000"),
    });
    await fc.assert(fc.asyncProperty(fc.oneof(odd, fc.string({ unit: "binary" })), runWith), { numRuns: 20 });
  });

  it("also of five million signs", async () => {
    await runWith(`\0${"x".repeat(5_000_000)}\ud800`);
  });
});
