import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collectGarbage, type Garbage } from "../../../src/runs/retention/collect-garbage.ts";
import { createNightgrid, type Nightgrid } from "../../../src/service.ts";
import { GOOD_FILES } from "../../executors/script/support/script-project.ts";
import { useOwnTemporaryFolder } from "../../support/servers/own-temporary-folder.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

const DAG = `id: programs
backtest:
  script: ./scripts/good.sh
  param_grid: { strike: [atm, otm] }
  monte_carlo: { runs: 100 }
alerts: []
retention: { artifacts: 30d, rows: 60d }
`;

const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-programs-"));
let database: TestDatabase;
let nightgrid: Nightgrid;

useOwnTemporaryFolder();
beforeAll(async () => {
  database = await createTestDatabase();
  mkdirSync(path.join(home, "dags/scripts"), { recursive: true });
  writeFileSync(path.join(home, "dags/scripts/good.sh"), `${GOOD_FILES}\n`);
  writeFileSync(path.join(home, "dags/programs.yaml"), DAG);
  nightgrid = await createNightgrid({ home, databaseUrl: database.url });
  await nightgrid.startWorker({ slots: 1 });
});
afterAll(async () => {
  await nightgrid.close();
  await database.close();
  rmSync(home, { recursive: true, force: true });
});

/** A run that ended so many days ago, and how many of its cells it has taken over. */
async function run(days: number): Promise<{ readonly id: string; readonly cached: number }> {
  const id = await nightgrid.start("programs");
  expect(await nightgrid.ended(id)).toMatchObject({ state: "succeeded" });
  await age(id, days);
  const { rows } = await database.pool.query<{ cached: number }>(
    "select cells_cached::int as cached from run where id = $1",
    [id],
  );
  return { id, cached: rows[0]?.cached ?? -1 };
}

async function age(id: string, days: number): Promise<void> {
  await database.pool.query("update run set finished_at = now() - $2 * interval '1 day' where id = $1", [id, days]);
}

const gc = (): Promise<Garbage> =>
  collectGarbage(
    { usual: {}, keepDataMs: null, isDry: false, act: { by: "ada", origin: "cli", reason: null } },
    { database: database.pool, home },
  );

const hasFiles = (id: string): boolean => existsSync(path.join(home, "results", `run_${id}`, "cell_0"));

describe("files of programs", () => {
  it("stay while a run that is kept has their cells as cached ones, and are made anew when they are gone", async () => {
    const first = await run(61);
    const second = await run(29);
    expect(second.cached).toBe(2);
    expect(await gc()).toEqual({ collected: [], failures: [] });
    expect(hasFiles(first.id)).toBe(true);
    await age(second.id, 31);
    expect((await gc()).failures).toEqual([]);
    expect(hasFiles(first.id)).toBe(false);
    const third = await run(0);
    expect(third.cached).toBe(0);
    expect(hasFiles(third.id)).toBe(true);
    expect((await run(0)).cached).toBe(2);
  });
});
