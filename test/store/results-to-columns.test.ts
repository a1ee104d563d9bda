import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TaskId } from "../../src/core/names/ids.ts";
import { connect } from "../../src/store/connection/connect.ts";
import { migrate } from "../../src/store/connection/migrate.ts";
import { readCellFigures } from "../../src/store/sweep/cell-figures.ts";
import { listCells } from "../../src/store/sweep/read-cells.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const MIGRATIONS = path.resolve(import.meta.dirname, "../../migrations");
const SCHEMA = "before_columns";
const COLUMNS = "0005_keep_results_in_columns.sql";

let database: TestDatabase;
let folder: string;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(os.tmpdir(), "nightgrid-migrations-"));
  for (const name of await readdir(MIGRATIONS)) {
    if (name.endsWith(".sql") && name < COLUMNS) await copyFile(path.join(MIGRATIONS, name), path.join(folder, name));
  }
  await migrate(database.pool, { schema: SCHEMA, folder });
  pool = await connect({ url: database.url, schema: SCHEMA });
  await pool.query(SWEEPS);
  await copyFile(path.join(MIGRATIONS, COLUMNS), path.join(folder, COLUMNS));
  expect(await migrate(pool, { schema: SCHEMA, folder })).toEqual([COLUMNS]);
});
afterAll(async () => {
  await pool.end();
  await database.close();
  await rm(folder, { recursive: true });
});

/**
 * Two sweeps of one base as the tables before kept them: cells 0 to 3 of the first, of which 2 failed; the second has two of
 * its results in another order and one of its own. One sweep is still running, another has no cell yet.
 */
const SWEEPS = `
  insert into dag_version (hash, dag_id, yaml, spec) values ('h', 'd', '', '{}');
  insert into dag (id, file, hash, state) values ('d', 'd.yaml', 'h', 'ok');
  insert into run (id, dag_id, dag_hash, logical_date, trigger, state, code_hash, snapshot_ids, seed, cells_total, open_tasks, timeout_ms)
    values ('r', 'd', 'h', now(), 'manual', 'running', '', '{}', 1, 10, 3, 1000);
  insert into task (run_id, key, position, spec_index, kind, phase, state, trigger_rule, unmet, base, cells_total)
  overriding system value
    select 'r', 'sweep ' || n, n, 0, 'backtest', 'backtest', state, 'all_success', 0, decode('0a', 'hex'), cells
    from (values (1, 'succeeded', 4), (2, 'running', 6), (3, 'waiting', 2)) as task (n, state, cells);
  insert into result (base, key, params, sharpe, total_return, total_trades, reasons, block_sums)
    select decode('0a', 'hex'), int4send(n), jsonb_build_object('fast', n), sharpe, n / 10.0, n, reasons::jsonb, sums
    from (values
      (0, 1.5, null, (select string_agg(float8send(1), '') from generate_series(1, 32))),
      (1, null, '{"sharpe": "zero_variance", "omega": 1.25}', (select string_agg(float8send(1), '') from generate_series(1, 32))),
      (3, 0.5, '{"refused": {"no_cash": 7}, "omega": "no_losing_bars"}', null::bytea),
      (5, -2, null, null::bytea)) as result (n, sharpe, reasons, sums);
  insert into cell (task_id, cell, state, result_key, error)
    select task.id, cell.cell, cell.state, int4send(cell.key), cell.error::jsonb
    from task join (values
      ('sweep 1', 0, 'succeeded', 0, null), ('sweep 1', 1, 'succeeded', 1, null),
      ('sweep 1', 2, 'failed', null, '{"code": "STRATEGY_FAILED", "message": "no"}'), ('sweep 1', 3, 'succeeded', 3, null),
      ('sweep 2', 5, 'cached', 0, null), ('sweep 2', 0, 'cached', 3, null), ('sweep 2', 2, 'succeeded', 5, null))
      as cell (key_of, cell, state, key, error) on task.key = cell.key_of;
`;

async function sweep(key: string): Promise<TaskId> {
  const { rows } = await pool.query<{ id: TaskId }>("select id::text from task where key = $1", [key]);
  const [task] = rows;
  if (task === undefined) throw new Error(`There is no task ${key}`);
  return task.id;
}

async function cellsOf(key: string) {
  return listCells(pool, { taskId: await sweep(key), order: { by: "cell" }, limit: null });
}

describe("results that were rows are columns after the migration", () => {
  it("of which each cell has its own", async () => {
    const cells = await cellsOf("sweep 1");
    expect(cells.map(({ cell, state }) => [cell, state])).toEqual([
      [0, "succeeded"],
      [1, "succeeded"],
      [2, "failed"],
      [3, "succeeded"],
    ]);
    expect(cells.map(({ result }) => result?.metrics.sharpe)).toEqual([1.5, null, undefined, 0.5]);
    expect(cells.map(({ result }) => result?.metrics.total_return)).toEqual([0, 0.1, undefined, 0.3]);
    expect(cells[2]?.error).toEqual({ code: "STRATEGY_FAILED", message: "no" });
  });

  it("with the reasons, the refused entries and the metrics that were computed on demand", async () => {
    const cells = await cellsOf("sweep 1");
    expect(cells[1]?.result?.reasons["sharpe"]).toBe("zero_variance");
    expect(cells[1]?.result?.metrics.omega).toBe(1.25);
    expect(cells[3]?.result?.reasons["omega"]).toBe("no_losing_bars");
    expect(cells[3]?.result?.refused).toEqual({ no_cash: 7 });
    expect(cells[0]?.result?.refused ?? null).toBeNull();
  });

  it("also where they were another sweep's, in another order", async () => {
    const cells = await cellsOf("sweep 2");
    expect(cells.map(({ cell, state, result }) => [cell, state, result?.metrics.sharpe])).toEqual([
      [0, "cached", 0.5],
      [2, "succeeded", -2],
      [5, "cached", 1.5],
    ]);
    expect(await cellsOf("sweep 3")).toEqual([]);
    const { rows } = await pool.query("select cells, params from batch order by id");
    expect(rows).toEqual([
      { cells: 3, params: '[{"fast": 0}, {"fast": 1}, {"fast": 3}]' },
      { cells: 1, params: '[{"fast": 5}]' },
    ]);
  });

  it("and the sums of returns belong to their rows", async () => {
    const { rows } = await pool.query(
      "select encode(summed_rows, 'hex') as rows, length(block_sums) as bytes from batch order by id",
    );
    expect(rows).toEqual([
      { rows: "0000000000000001", bytes: 512 },
      { rows: null, bytes: null },
    ]);
    const asked = {
      taskId: await sweep("sweep 1"),
      cells: 4,
      blocks: 16,
      stride: 1,
      objective: { id: "sharpe", better: "higher" },
      minTrades: 0,
    } as const;
    expect(await readCellFigures(pool, asked)).toMatchObject({
      blockSums: null,
      sharpe: Float64Array.of(1.5, Number.NaN, Number.NaN, 0.5),
    });
  });
});
