import { cpSync, mkdirSync, mkdtempSync, rmSync, watch, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { createNightgrid, type Nightgrid } from "../../src/service.ts";
import { connect } from "../../src/store/connection/connect.ts";
import { installedPostgres, startInstalledPostgres } from "../support/servers/installed-postgres.ts";

const BACKTEST = `backtest:
  strategy: sma_cross
  data: { dataset: sp500, symbols: [SPX], timeframe: 1d }
  param_grid:
    fast: { from: 2, to: 40, step: 1 }
    slow: { from: 61, to: 120, step: 1 }
`;
const FILES = {
  "grid.yaml": `id: grid\n${BACKTEST}after_backtest: [tearsheet]\n`,
  "held.yaml": `id: held\n${BACKTEST}after_backtest: ["./hold.mjs#hold", tearsheet]\n`,
  // Says that it has begun, and waits for a file.
  "hold.mjs": `import { existsSync, watch, writeFileSync } from "node:fs";
export function hold() {
  return new Promise((resolve) => {
    const look = () => existsSync(new URL("../go", import.meta.url)) && resolve(watcher.close());
    const watcher = watch(new URL("..", import.meta.url), look);
    writeFileSync(new URL("../begun", import.meta.url), "");
    look();
  });
}
`,
  "package.json": '{ "type": "module" }\n',
};
const SIZES = ["0.2", "0.4"];

const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-backup-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const bin = installedPostgres();

/** A file in a folder. */
function appears(home: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(home, (_event, file) => {
      if (file !== name) return;
      watcher.close();
      resolve();
    });
  });
}

async function bestOf(nightgrid: Nightgrid, runs: readonly string[]) {
  const ended = await Promise.all(runs.map((id) => nightgrid.ended(id)));
  return ended.map(({ state, best }) => ({ state, params: best?.params, metrics: best?.metrics }));
}

it.skipIf(bin === null)(
  "docs/operations.md: a dump that is taken while runs go on is restored, and they go on there to the same results",
  { timeout: 180_000 },
  async () => {
    await using postgres = await startInstalledPostgres(bin ?? "");
    const [live, restored, dump] = [
      path.join(folder, "live"),
      path.join(folder, "restored"),
      path.join(folder, "dump"),
    ];
    mkdirSync(path.join(live, "dags"), { recursive: true });
    for (const [name, text] of Object.entries(FILES)) writeFileSync(path.join(live, "dags", name), text);
    await postgres.run("createdb", "--maintenance-db", postgres.url("postgres"), "one");
    await using nightgrid = await createNightgrid({ home: live, databaseUrl: postgres.url("one"), env: {} });
    const begun = appears(live, "begun");
    const runs = [await nightgrid.start("held")];
    await nightgrid.startWorker({ slots: 1 });
    await begun;
    for (const size of SIZES) runs.push(await nightgrid.start("grid", { params: { position_size: size } }));

    await postgres.run("pg_dump", "--format=custom", `--file=${dump}`, postgres.url("one"));
    cpSync(live, restored, { recursive: true });
    for (const home of [live, restored]) writeFileSync(path.join(home, "go"), "");
    await postgres.run("createdb", "--maintenance-db", postgres.url("postgres"), "two");
    await postgres.run("pg_restore", "--exit-on-error", `--dbname=${postgres.url("two")}`, dump);

    const pool = await connect({ url: postgres.url("two") });
    const { rows } = await pool.query<{ open: number; workers: number }>(
      `select (select count(*) from run where finished_at is null)::int as open,
        (select count(*) from worker where state = 'live')::int as workers`,
    );
    await pool.end();
    // The dump has runs in the middle, and a worker that is not there.
    expect(rows[0]?.open).toBeGreaterThan(0);
    expect(rows[0]?.workers).toBe(1);
    await using other = await createNightgrid({ home: restored, databaseUrl: postgres.url("two"), env: {} });
    await other.startWorker({ slots: 1 });
    const there = await bestOf(other, runs);
    expect(there.map(({ state }) => state)).toEqual(runs.map(() => "succeeded"));
    expect(there).toEqual(await bestOf(nightgrid, runs));
  },
);
