import { expect, it } from "vitest";
import { createNightgrid } from "../../../src/app/create-nightgrid.ts";
import { createCliProject } from "../support/nightgrid.ts";

const project = await createCliProject();

it("SIGTERM ends a worker in order although a cell takes for ever: its range is given back, and costs nobody a try (I4)", {
  timeout: 120_000,
}, async () => {
  project.write("dags/endless.ts", 'export default { name: "endless", params: {}, signals() { for (;;); } };');
  project.write(
    "dags/endless.yaml",
    "id: endless\nbacktest: { strategy: ./endless.ts, data: { dataset: sp500 }, cell_timeout: 1h }\nalerts: []\n",
  );
  const worker = project.start(["worker", "--slots", "1"]);
  await worker.says("takes work");
  {
    const env = { DATABASE_URL: project.database.url };
    await using nightgrid = await createNightgrid({ home: project.home, env });
    await nightgrid.start("endless");
  }
  const { pool } = project.database;
  const running = async () => (await pool.query("select from attempt where state = 'running'")).rowCount;
  await expect.poll(running, { timeout: 60_000 }).toBe(1);
  worker.child.kill("SIGTERM");
  expect(await worker.ended).toMatchObject({ code: 0, stderr: expect.stringContaining("The worker has stopped") });

  const { rows: attempts } = await pool.query("select state, error from attempt");
  expect(attempts).toEqual([{ state: "lost", error: null }]);
  const { rows: spare } = await pool.query("select from_cell, to_cell, kills from spare_range");
  expect(spare).toEqual([{ from_cell: 0, to_cell: 1, kills: 0 }]);
  const { rows: tasks } = await pool.query("select state, attempts, kills from task");
  expect(tasks).toEqual([{ state: "running", attempts: 0, kills: 0 }]);
  expect((await pool.query("select from graphile_worker._private_jobs where locked_at is not null")).rowCount).toBe(0);
});

it("SIGTERM cuts a range of slow cells at its next cell: what is computed is kept, the rest is given back", {
  timeout: 120_000,
}, async () => {
  const { pool } = project.database;
  await pool.query("delete from run");
  project.write(
    "dags/slow.ts",
    `const pause = new Int32Array(new SharedArrayBuffer(4));
export default { name: "slow", params: { k: { kind: "int", default: 0 } }, signals({ bars }) {
  console.log("a cell");
  Atomics.wait(pause, 0, 0, 700);
  const none = new Uint8Array(bars.close.length);
  return { entries: none, exits: none };
} };`,
  );
  const grid = "param_grid: { k: { from: 0, to: 199, step: 1 } }";
  project.write(
    "dags/slow.yaml",
    `id: slow\nbacktest: { strategy: ./slow.ts, data: { dataset: sp500 }, ${grid} }\nalerts: []\n`,
  );
  const worker = project.start(["worker", "--slots", "1"]);
  await worker.says("takes work");
  {
    const env = { DATABASE_URL: project.database.url };
    await using nightgrid = await createNightgrid({ home: project.home, env });
    await nightgrid.start("slow");
  }
  const running = async () => (await pool.query("select from attempt where state = 'running'")).rowCount;
  await expect.poll(running, { timeout: 60_000 }).toBe(1);
  // Its first range, of 64 cells, would take 45 s.
  const said = async () => (await pool.query("select from log where message = 'a cell'")).rowCount;
  await expect.poll(said, { timeout: 60_000 }).toBeGreaterThan(1);
  worker.child.kill("SIGTERM");
  expect(await worker.ended).toMatchObject({ code: 0, stderr: expect.stringContaining("The worker has stopped") });
  const { rows } = await pool.query<{ from: number; to: number; state: string }>(
    "select from_cell as from, to_cell as to, state from attempt",
  );
  expect(rows).toEqual([{ from: 0, to: expect.any(Number), state: "succeeded" }]);
  const { rows: spare } = await pool.query<{ from: number; to: number }>(
    "select from_cell as from, to_cell as to from spare_range",
  );
  expect(spare).toEqual([{ from: expect.any(Number), to: 64 }]);
  const { rows: tasks } = await pool.query("select cells_done as done, attempts, kills from task");
  expect(tasks).toEqual([{ done: spare[0]?.from, attempts: 0, kills: 0 }]);
  expect(spare[0]?.from).toBeGreaterThan(0);
});
