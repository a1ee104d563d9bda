import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Runner, run, type TaskList } from "graphile-worker";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import { createNightgrid, type JobTaskList, type Nightgrid } from "../../src/service.ts";
import { releaseJobs } from "../../src/store/enqueue-jobs.ts";
import { inTransaction } from "../../src/store/connection/transaction.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const DAG = `id: grid
backtest:
  strategy: sma_cross
  data: { dataset: sp500, symbols: [SPX], timeframe: 1d }
  param_grid: { fast: [5, 10, 20], slow: [50, 100, 150] }
after_backtest: [tearsheet]
`;

const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-task-list-"));
const sent: string[] = [];
let database: TestDatabase;
let nightgrid: Nightgrid;
let jobs: JobTaskList;
const runners: Runner[] = [];

/** A service's own worker, with a job of its own beside ours. */
async function ownRunner(): Promise<Runner> {
  const own: TaskList = {
    send_mail: (payload) => void sent.push((payload as { readonly to: string }).to),
  };
  const runner = await run({
    connectionString: database.url,
    taskList: { ...own, ...jobs },
    noHandleSignals: true,
    concurrency: 4,
    parsedCronItems: [],
  });
  runners.push(runner);
  return runner;
}

beforeAll(async () => {
  database = await createTestDatabase();
  mkdirSync(path.join(home, "dags"));
  writeFileSync(path.join(home, "dags/grid.yaml"), DAG);
  nightgrid = await createNightgrid({ home, databaseUrl: database.url });
  jobs = await nightgrid.taskList({ slots: 1 });
});
afterAll(async () => {
  for (const runner of runners) await runner.stop().catch(() => undefined);
  await nightgrid.close();
  await database.close();
  rmSync(home, { recursive: true, force: true });
});

describe("issue 10, section 4: a graphile-worker of somebody else", () => {
  it("takes our jobs into its task list as they are", () => {
    expectTypeOf<JobTaskList>().toExtend<TaskList>();
    expect(Object.keys(jobs).every((name) => name.startsWith("nightgrid_"))).toBe(true);
  });

  it("computes runs and its own jobs in one process, under names that others could release", async () => {
    const runner = await ownRunner();
    await runner.addJob("send_mail", { to: "desk" });
    const ended = await nightgrid.ended(await nightgrid.start("grid"));
    expect(ended).toMatchObject({ state: "succeeded", best: { state: "succeeded" } });
    expect(ended.tearsheet).not.toBeNull();
    expect(sent).toEqual(["desk"]);
    const { rows } = await database.pool.query<{ pools: string[]; slots: number }>(
      "select pools, slots from nightgrid.worker where state = 'live'",
    );
    expect(rows).toEqual([{ pools: [expect.stringMatching(/^pool-/)], slots: 1 }]);
  });

  it("keeps its own jobs when a process that shared pools with Nightgrid has died", async () => {
    const connection = await database.pool.connect();
    try {
      await connection.query(
        `select graphile_worker.add_job('send_mail', json_build_object('to', 'nobody'), run_at := now() + interval '1 day'),
                graphile_worker.add_job('nightgrid_deliver_alerts', json_build_object('subject', ''), run_at := now() + interval '1 day')`,
      );
      await connection.query(
        "update graphile_worker._private_jobs set locked_by = 'pool-dead', locked_at = now() where run_at > now()",
      );
    } finally {
      connection.release();
    }
    expect(await inTransaction(database.pool, (transaction) => releaseJobs(transaction, ["pool-dead"]))).toBe(1);
    const { rows } = await database.pool.query(
      "select task_identifier, locked_by from graphile_worker.jobs where run_at > now()",
    );
    expect(rows).toEqual([{ task_identifier: "send_mail", locked_by: "pool-dead" }]);
  });

  it("does no job once it is closed, and says what to stop first", async () => {
    const other = await createNightgrid({ home, databaseUrl: database.url });
    const closing = await other.taskList({ slots: 1 });
    await other.close();
    const job = closing["nightgrid_deliver_alerts"];
    await expect(job?.({ subject: "" }, { job: { locked_by: "pool-late" } })).rejects.toThrow(
      "stop the runner of graphile-worker first",
    );
  });
});
