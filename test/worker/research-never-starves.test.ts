import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { RunId } from "../../src/core/names/ids.ts";
import { readRun } from "../../src/store/run/runs.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../support/test-project.ts";

const MAIN = path.resolve(import.meta.dirname, "fixtures/worker-main.ts");
/** High runs that are open at any time: more than the one slot can work at. */
const OPEN = 3;

let project: TestProject;
let worker: ChildProcess;
beforeEach(async () => {
  project = await createTestProject();
  worker = spawn(process.execPath, [MAIN, project.database.url, "pace"], { stdio: ["ignore", "ignore", "inherit"] });
});
afterEach(async () => {
  worker.kill("SIGKILL");
  await once(worker, "exit");
  await project[Symbol.asyncDispose]();
});

function sweep(id: string, priority: "high" | "low") {
  // Nothing is taken over from the run before.
  const backtests = [sampleBacktest({ volatile: true, grid: gridOf({ fast: upFrom(2, 6), slow: [90] }) })];
  return sampleDag({ id, priority, backtests });
}

/** Of the low run: its jobs have waited for so much longer. */
async function age(low: RunId, seconds: number): Promise<void> {
  await project.deps.database.query(
    `update graphile_worker._private_jobs set run_at = run_at - $2 * interval '1 s'
     where payload ->> 'subject' in (select id::text from task where run_id = $1)`,
    [low, seconds],
  );
}

it("research ends beside a steady stream of runs that go first, once it has waited for as long as their head start", async () => {
  const { database } = project.deps;
  const stream = { goesOn: true, ended: 0 };
  const keepUp = async (): Promise<void> => {
    while (stream.goesOn) {
      await project.ended(await project.start(sweep("nightly", "high")));
      stream.ended += 1;
    }
  };
  const streaming = Array.from({ length: OPEN }, keepUp);
  while (stream.ended < 1) await new Promise(setImmediate);
  const low = await project.start(sweep("research", "low"));
  for (let seen = stream.ended; (await readRun(database, low))?.finishedAt === null; ) {
    if (stream.ended > seen) await age(low, 40);
    seen = stream.ended;
  }
  expect(await readRun(database, low)).toMatchObject({ state: "succeeded", cellsDone: 6 });
  // The stream has not dried up meanwhile.
  const open = await database.query("select from run where dag_id = 'nightly' and finished_at is null");
  expect(open.rowCount).toBeGreaterThan(0);
  stream.goesOn = false;
  await Promise.all(streaming);
}, 120_000);
