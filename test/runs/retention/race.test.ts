import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDepot } from "../../../src/app/depot/open-depot.ts";
import { collectGarbage } from "../../../src/runs/retention/collect-garbage.ts";
import { createNightgrid, type Nightgrid } from "../../../src/service.ts";
import { useOwnTemporaryFolder } from "../../support/servers/own-temporary-folder.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { type RunningCommand, startModule } from "../../support/commands/running-command.ts";

const DAG = `id: grid
backtest:
  strategy: sma_cross
  data: { dataset: sp500, symbols: [SPX], timeframe: 1d }
  param_grid: { fast: [5, 10], slow: [50, 100] }
after_backtest: [tearsheet]
`;

const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-race-"));
const home = path.join(folder, "home");
const depot = path.join(folder, "depot");
let database: TestDatabase;
let nightgrid: Nightgrid;
const running: RunningCommand[] = [];

useOwnTemporaryFolder();
beforeAll(async () => {
  database = await createTestDatabase();
  mkdirSync(path.join(home, "dags"), { recursive: true });
  mkdirSync(depot);
  writeFileSync(path.join(home, "dags/grid.yaml"), DAG);
  nightgrid = await createNightgrid({ home, databaseUrl: database.url, env: { NIGHTGRID_ARTIFACTS: depot } });
  await nightgrid.startWorker({ slots: 1 });
});
afterAll(async () => {
  for (const { child } of running) child.kill("SIGKILL");
  await nightgrid.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function oldRun(): Promise<string> {
  const id = await nightgrid.start("grid");
  expect(await nightgrid.ended(id)).toMatchObject({ state: "succeeded" });
  await database.pool.query("update run set finished_at = now() - interval '40 days' where id = $1", [id]);
  return id;
}

function collecting(gate: "list" | "remove"): RunningCommand {
  const command = startModule(path.join(import.meta.dirname, "support/gated-collect.ts"), [home, depot, gate], {
    cwd: home,
    env: { PATH: process.env["PATH"] ?? "", DATABASE_URL: database.url },
  });
  running.push(command);
  return command;
}

const inDepot = (id: string) =>
  readdirSync(depot, { recursive: true, encoding: "utf8" }).filter((key) => key.includes(id) && key.endsWith(".html"));
const tearsheet = (id: string) => path.join(home, "results", `run_${id}`, "tearsheet.html");

it("loses no file of a run that somebody begins again after its files were listed, in another process", async () => {
  const id = await oldRun();
  const collector = collecting("list");
  await collector.says("at list");
  await nightgrid.clear(id, ["after.tearsheet"]);
  expect(await nightgrid.ended(id)).toMatchObject({ state: "succeeded" });
  // Old again, though not when it was listed: what the collector has listed is not what is there.
  collector.child.stdin.write("go\n");
  expect((await collector.ended).stdout).toContain("removed []");
  expect(existsSync(tearsheet(id))).toBe(true);
  expect(inDepot(id)).toHaveLength(1);
});

it("leaves the new files of a run that is begun again while the old ones are being removed", async () => {
  const id = await oldRun();
  const collector = collecting("remove");
  await collector.says("at remove");
  expect(existsSync(tearsheet(id))).toBe(false);
  await nightgrid.clear(id, ["after.tearsheet"]);
  expect(await nightgrid.ended(id)).toMatchObject({ state: "succeeded" });
  expect(inDepot(id)).toHaveLength(2);
  collector.child.stdin.write("go\n");
  expect((await collector.ended).stdout).toContain(`"kind":"artifacts"`);
  expect(existsSync(tearsheet(id))).toBe(true);
  expect(inDepot(id)).toHaveLength(1);
  const { rows } = await database.pool.query<{ key: string }>("select key from artifact where run_id = $1", [id]);
  expect(existsSync(path.join(depot, rows[0]?.key ?? "none"))).toBe(true);
});

it("goes on after one that was killed between the rows and the depot: no row has a file that is gone, and nothing stays", async () => {
  const id = await oldRun();
  const killed = collecting("remove");
  await killed.says("at remove");
  killed.child.kill("SIGKILL");
  await killed.ended;
  const { rows } = await database.pool.query("select from artifact where run_id = $1", [id]);
  expect(rows).toEqual([]);
  expect(existsSync(tearsheet(id))).toBe(false);
  expect(await nightgrid.ended(id)).toMatchObject({ state: "succeeded", tearsheet: null });
  // A day later nobody can be about to name it any more.
  const [left = ""] = inDepot(id);
  const then = new Date(Date.now() - 2 * 86_400_000);
  utimesSync(path.join(depot, left), then, then);
  const known = openDepot({ home, env: { NIGHTGRID_ARTIFACTS: depot } });
  if (known === null) throw new Error("no depot");
  const act = { by: "ada", origin: "cli", reason: null } as const;
  const deps = { database: database.pool, home, depot: known };
  const { collected } = await collectGarbage({ usual: {}, keepDataMs: null, isDry: false, act }, deps);
  expect(collected).toMatchObject([{ kind: "depot_files", count: 1 }]);
  expect(inDepot(id)).toEqual([]);
});
