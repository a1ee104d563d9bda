import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 120_000;
const MINUTE = 60_000;
const FIRST = Date.UTC(2024, 0, 30);
const BIN = path.resolve("bin/nightgrid.mjs");
const project = await createCliProject();

/** Two days of January, all of February (the first chunk that is large), and two days of March. */
const ROWS = Array.from({ length: 33 * 1440 }, (_, minute) => {
  const close = 100 + (minute % 7);
  return `${new Date(FIRST + minute * MINUTE).toISOString()},${close},${close},${close},${close},10`;
});
project.write("dags/minutes.csv", `date,open,high,low,close,volume\n${ROWS.join("\n")}\n`);
project.write(
  "dags/grid.yaml",
  `id: grid
alerts: []
backtest:
  strategy: buy_and_hold
  data: { csv: ./minutes.csv, timeframe: 1m }
`,
);

/** A run of a process that may write no file larger than so many blocks of 1024 bytes, as on a disk that is full. */
function runWith(blocks: number) {
  const env = { PATH: process.env["PATH"], NIGHTGRID_HOME: project.home, DATABASE_URL: project.database.url };
  const command = `ulimit -f ${blocks}; exec "$0" "$1" run dags/grid.yaml`;
  return spawnSync("bash", ["-c", command, process.execPath, BIN], { cwd: project.home, env, encoding: "utf8" });
}

async function countRows(table: string): Promise<number> {
  const { rows } = await project.database.pool.query<{ count: number }>(`select count(*)::int from nightgrid.${table}`);
  return rows[0]?.count ?? Number.NaN;
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(path.join(project.home, ".nightgrid"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && path.basename(entry.parentPath) === folder)
    .map(({ name }) => name);
}

describe("a disk that is full while data are frozen", () => {
  it(
    "is told, leaves nothing half written or recorded, and the next run is as if it had never been",
    async () => {
      const { status, stderr } = runWith(512);
      expect([status, stderr]).toEqual([expect.any(Number), expect.stringContaining("error[DISK_FULL]")]);
      expect(status).not.toBe(0);
      expect(stderr).toMatch(/chunks\/[0-9a-f]{64} could not be written: the disk is full/);
      expect(stderr).not.toContain("bug");
      // Small chunks may be there, whole and under their names: the next run finds them.
      for (const name of filesIn("chunks")) expect(name).toMatch(/^[0-9a-f]{64}$/);
      expect(readdirSync(path.join(project.home, ".nightgrid"))).not.toContain("snapshots");
      expect([await countRows("run"), await countRows("dataset_version")]).toEqual([0, 0]);

      const { code, document } = await project.json("run", ["run", "dags/grid.yaml"]);
      expect([code, document.data_versions]).toEqual([0, [expect.objectContaining({ version: 1 })]]);
      expect(await countRows("run")).toBe(1);
      // What it read is what there is: another look finds nothing new.
      const again = await project.json("run", ["run", "dags/grid.yaml"]);
      expect(again.document.data_versions).toEqual([expect.objectContaining({ version: 1 })]);
    },
    TIMEOUT,
  );
});
