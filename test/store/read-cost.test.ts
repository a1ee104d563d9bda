import type { PoolClient } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TaskId } from "../../src/core/names/ids.ts";
import { listTasks } from "../../src/store/run/tasks.ts";
import { readCellFigures } from "../../src/store/sweep/cell-figures.ts";
import { listCells } from "../../src/store/sweep/read-cells.ts";
import { sampleDag } from "../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../support/test-project.ts";

const CELLS = 6;
/** What a page reads of each batch: its metrics, its parameters, what it is ordered by. */
const READS = 3;
let project: TestProject;
let taskId: TaskId;

beforeAll(async () => {
  project = await createTestProject();
  await project.worker();
  const id = await project.start(sampleDag());
  await project.ended(id);
  const { database } = project.deps;
  const [task] = await listTasks(database, id);
  taskId = task?.id ?? ("" as TaskId);
  await database.query(
    `insert into batch (base, task_id, cells, names, metrics, params)
     select sha256(i::text::bytea), -i, 1, '{}', '', '[{}]' from generate_series(1, 30000) as i`,
  );
  await database.query("analyze");
});
afterAll(() => project[Symbol.asyncDispose]());

/** Rows of `batch` that `read` touches, by an index or by reading everything. */
async function resultsTouched(read: (client: PoolClient) => Promise<unknown>): Promise<number> {
  const client = await project.deps.database.connect();
  try {
    await client.query("begin");
    const before = await touched(client);
    await read(client);
    return (await touched(client)) - before;
  } finally {
    await client.query("rollback");
    client.release();
  }
}

async function touched(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ touched: number }>(
    `select (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as touched
     from pg_stat_xact_user_tables where relname = 'batch'`,
  );
  return rows[0]?.touched ?? 0;
}

describe("HOUSE step 1: reads cost what they return, however many results there are", () => {
  it("the figures that a sweep is judged by", async () => {
    const sweep = {
      taskId,
      cells: CELLS,
      blocks: 16,
      stride: 1,
      objective: { id: "sharpe", better: "higher" },
      minTrades: 0,
    } as const;
    expect(await resultsTouched((client) => readCellFigures(client, sweep))).toBeLessThanOrEqual(CELLS);
  });

  it("the cells of a sweep", async () => {
    const order = { by: "metric", metric: "sharpe", better: "higher", descending: true, minTrades: 0 } as const;
    const list = (client: PoolClient) => listCells(client, { taskId, order, limit: null });
    const { rows } = await project.deps.database.query("select from batch where task_id = $1", [taskId]);
    const batches = rows.length;
    expect(await resultsTouched(list)).toBeLessThanOrEqual(READS * batches);
  });

  it.each([
    ["log", "task_id"],
    ["tick", "run_id"],
  ])("deleting a run finds its rows of %s.%s by an index", async (table, column) => {
    const { rows } = await project.deps.database.query<{ definition: string }>(
      `select pg_get_indexdef(indexrelid) as definition from pg_index where indrelid = $1::regclass`,
      [table],
    );
    expect(rows.map(({ definition }) => definition)).toContainEqual(expect.stringContaining(`(${column})`));
  });
});
