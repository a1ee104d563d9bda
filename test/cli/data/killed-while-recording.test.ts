import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lockDataset } from "../../../src/store/datasets/dataset-versions.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 120_000;
const FILE = "dags/prices.csv";
const FIRST = Date.UTC(2024, 0, 1);
const project = await createCliProject();
const { pool } = project.database;

/** So many days of invented prices. */
function write(days: number): void {
  const rows = Array.from({ length: days }, (_, day) => {
    const close = 100 + (day % 7);
    return `${new Date(FIRST + day * 86_400_000).toISOString().slice(0, 10)},${close},${close},${close},${close},10`;
  });
  project.write(FILE, `date,open,high,low,close,volume\n${rows.join("\n")}\n`);
}

project.write(
  "dags/grid.yaml",
  `id: grid
alerts: []
backtest:
  strategy: buy_and_hold
  data: { csv: ./prices.csv, timeframe: 1d }
`,
);

async function countRows(text: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`select count(*)::int from ${text}`);
  return rows[0]?.count ?? Number.NaN;
}

/** What a run writes down when it starts. */
const written = async () => ({
  versions: await countRows("nightgrid.dataset_version"),
  runs: await countRows("nightgrid.run"),
  tasks: await countRows("nightgrid.task"),
});

const OTHERS = "pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
const WAITING =
  "pg_locks where not granted and database = (select oid from pg_database where datname = current_database())";

async function run(version: number): Promise<void> {
  const { code, document } = await project.json("run", ["run", "dags/grid.yaml"]);
  expect([code, document.data_versions]).toEqual([0, [expect.objectContaining({ dataset: FILE, version })]]);
}

/** Snapshots and chunks, and whatever else a killed process may have left among them. */
function frozen(): readonly string[] {
  return readdirSync(path.join(project.home, ".nightgrid"), { recursive: true, encoding: "utf8" });
}

describe("a run that is killed while it records a version of its data", () => {
  it.each([
    { where: "before it is written", held: null },
    { where: "when it is written, and the run is not", held: "lock table nightgrid.run in share row exclusive mode" },
  ])(
    "$where leaves nothing half recorded, and the next one records it",
    async ({ held }) => {
      const days = 300 + 2 * (await countRows("nightgrid.dataset_version"));
      write(days);
      const number = (await countRows("nightgrid.dataset_version")) + 1;
      await run(number);
      const before = await written();

      write(days + 1);
      const holder = await pool.connect();
      await holder.query("begin");
      if (held === null) await lockDataset(holder, FILE);
      else await holder.query(held);
      const others = await countRows(OTHERS);
      const killed = project.start(["run", "dags/grid.yaml"]);
      await expect.poll(() => countRows(WAITING), { timeout: 60_000 }).toBe(1);
      killed.child.kill("SIGKILL");
      await killed.ended;
      await holder.query("commit");
      holder.release();
      // Its session hears of its end when it has the lock.
      await expect.poll(() => countRows(OTHERS), { timeout: 60_000 }).toBeLessThanOrEqual(others);
      expect(await written()).toEqual(before);
      expect(frozen().filter((name) => name.includes("unfinished"))).toEqual([]);

      await run(number + 1);
      expect(await written()).toMatchObject({ versions: before.versions + 1, runs: before.runs + 1 });
      const { document } = await project.json("data_diff", ["data", "diff", `${FILE}@${number}`, String(number + 1)]);
      expect(document.changes).toMatchObject({ rows: { added: 1, revised: 0, removed: 0 } });
      // What is there already is not recorded again.
      await run(number + 1);
    },
    TIMEOUT,
  );
});
