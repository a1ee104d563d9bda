import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sampleDag } from "../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../support/test-project.ts";

const MAIN = path.resolve(import.meta.dirname, "fixtures/worker-main.ts");

let project: TestProject;
let child: ChildProcess | undefined;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(async () => {
  child?.kill("SIGKILL");
  await project[Symbol.asyncDispose]();
});

it("a worker that is frozen in the midst of a transaction, as of a host that is gone without a word, holds nobody up for long", async () => {
  const { pool, url } = project.database;
  const id = await project.start(sampleDag());
  const gate = await pool.connect();
  await gate.query("begin");
  await gate.query("select from task where run_id = $1 for update", [id]);
  child = spawn(process.execPath, [MAIN, url, "hang", ""], { stdio: ["ignore", "ignore", "inherit"] });
  const sessions = async (where: string) => {
    const { rows } = await pool.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and ${where}`,
    );
    return rows.map(({ pid }) => pid);
  };
  await expect.poll(() => sessions("wait_event_type = 'Lock'"), { timeout: 60_000 }).not.toEqual([]);
  const [waiting = 0] = await sessions("wait_event_type = 'Lock'");
  child.kill("SIGSTOP");
  await gate.query("rollback");
  gate.release();
  // It has the lock now, and never does anything with it.
  await expect.poll(() => sessions("state = 'idle in transaction'"), { timeout: 10_000 }).toContain(waiting);
  await project.worker();
  expect((await project.ended(id)).state).toBe("succeeded");
}, 50_000);
