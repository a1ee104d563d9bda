import { afterAll, beforeAll, expect, it } from "vitest";
import { createWorkDeps } from "../../../src/runs/create-work-deps.ts";
import { channelsFromEnv } from "../../../src/alerts/channels/channels-from-env.ts";
import { beginSweep } from "../../../src/runs/kinds/sweep/work/begin-sweep.ts";
import { guardBase, insertBatch } from "../../../src/store/sweep/batches.ts";
import type { Transaction } from "../../../src/store/connection/transaction.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
});
afterAll(() => project[Symbol.asyncDispose]());

const backtests = [sampleBacktest({ grid: gridOf({ fast: upFrom(2, 4), slow: [90] }) })];

/** A sweep that is begun, whose worker this test is. */
async function begun() {
  const { deps, home } = project;
  const callbacks = { runCallback: async () => null, renderTearsheet: () => "" };
  const work = createWorkDeps({
    ...deps,
    ...callbacks,
    home,
    workerId: "by hand",
    slots: 1,
    channels: channelsFromEnv({}),
    draining: new AbortController().signal,
  });
  const id = await project.start(sampleDag({ backtests }));
  const taskId = (await listTasks(deps.database, id))[0]?.id ?? ("0" as never);
  return { work, taskId };
}

it("a sweep that begins while another one stores results of its base misses none of them, whoever commits first (I2)", async () => {
  const { database } = project.deps;
  const first = await begun();
  await beginSweep(first.taskId, first.work);
  const { sweep } = await first.work.sweeps.open(first.taskId);
  const { base } = sweep.prepared;
  const store = async (transaction: Transaction, cell: number): Promise<void> => {
    await guardBase(transaction, first.taskId, base);
    const metrics = new Map([["sharpe", { values: Float64Array.of(cell), reasons: Uint8Array.of(0) }]]);
    const params = [JSON.stringify(sweep.grid.cellAt(cell))];
    await insertBatch(transaction, { taskId: first.taskId, base }, { params, metrics, refused: new Map(), sums: null });
  };
  const slow = await database.connect();
  await slow.query("begin");
  await store(slow, 0);
  const quick = await database.connect();
  await quick.query("begin");
  await store(quick, 1);
  await quick.query("commit");
  quick.release();

  const second = await begun();
  let isOver = false;
  const beginning = beginSweep(second.taskId, second.work).finally(() => {
    isOver = true;
  });
  const isWaiting = async () =>
    isOver ||
    ((await database.query("select from pg_locks where locktype = 'advisory' and not granted")).rowCount ?? 0) > 0;
  await expect.poll(isWaiting).toBe(true);
  await slow.query("commit");
  slow.release();
  await beginning;
  const { rows } = await database.query("select cells_cached from task where id = $1", [second.taskId]);
  expect(rows).toEqual([{ cells_cached: 2 }]);
});
