import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sha256 } from "../../src/core/values/hash.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type RunningCommand, type Said, startCommand } from "../support/commands/running-command.ts";
import { type S3Server, startS3Server } from "../support/s3/s3-server.ts";

const DAG = `id: grid
backtest:
  strategy: sma_cross
  data: { csv: ./prices.csv, timeframe: 1d }
  param_grid: { fast: [5, 10], slow: [30, 40] }
after_backtest: [tearsheet]
series: { best: 1 }
alerts: []
`;

const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-hosts-"));
let server: S3Server;
let database: TestDatabase;
const running: RunningCommand[] = [];
const said: string[] = [];
beforeAll(async () => {
  server = await startS3Server();
  database = await createTestDatabase();
});
afterAll(async () => {
  for (const { child } of running) child.kill("SIGKILL");
  await Promise.all(running.map(({ ended }) => ended));
  await database.close();
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** A host with a folder of its own: nothing is shared but the database and the bucket. */
function hostOf(name: string): {
  readonly home: string;
  start(args: readonly string[], env?: NodeJS.ProcessEnv): RunningCommand;
} {
  const home = path.join(folder, name);
  mkdirSync(home);
  const { PATH = "" } = process.env;
  const own = {
    PATH,
    HOME: home,
    NIGHTGRID_HOME: home,
    DATABASE_URL: database.url,
    NIGHTGRID_ARTIFACTS: `s3://${server.bucket}/night`,
    NIGHTGRID_ARTIFACTS_ENDPOINT: server.url,
    AWS_ACCESS_KEY_ID: server.keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: server.keys.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return {
    home,
    start(args, env = {}) {
      const command = startCommand(args, { cwd: home, env: { ...own, ...env } });
      running.push(command);
      void command.ended.then(({ stdout, stderr }) => said.push(stdout, stderr));
      return command;
    },
  };
}

function prices(): string {
  const days = Array.from({ length: 400 }, (_, day) => {
    const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
    const close = 100 + 20 * Math.sin(day / 15);
    return `${date},${close},${close + 1},${close - 1},${close},1000`;
  });
  return ["date,open,high,low,close,volume", ...days, ""].join("\n");
}

it("workers with separate folders share a bucket: one killed in an upload is taken over by one that has none of the data", {
  timeout: 180_000,
}, async () => {
  const [desk, first, second] = [hostOf("desk"), hostOf("first"), hostOf("second")];
  mkdirSync(path.join(desk.home, "dags"));
  writeFileSync(path.join(desk.home, "dags/grid.yaml"), DAG);
  writeFileSync(path.join(desk.home, "dags/prices.csv"), prices());

  const asking = desk.start(["run", "dags/grid.yaml", "--detach"]);
  expect(await asking.ended).toMatchObject({ code: 0 });
  const shared = [...server.objects.keys()].filter((key) => key.includes("/chunks/"));
  expect(shared.length).toBeGreaterThan(0);

  // Nobody answers what is put from now on: whatever the run writes first hangs.
  const puts = () => server.requests.filter((op) => op === "PutObject").length;
  const before = puts();
  server.fail({ op: "PutObject", how: "hang" });
  const worker = first.start(["worker", "--slots", "1"]);
  await worker.says("takes work");
  await expect.poll(puts, { timeout: 60_000 }).toBeGreaterThan(before);
  expect(readdirSync(path.join(first.home, ".nightgrid/chunks"))).toHaveLength(shared.length);
  worker.child.kill("SIGKILL");
  await worker.ended;
  expect((await database.pool.query("select from artifact")).rowCount).toBe(0);

  server.heal();
  const other = second.start(["worker", "--slots", "1"]);
  await other.says("takes work");
  const state = async () => (await database.pool.query<{ state: string }>("select state from run")).rows[0]?.state;
  await expect.poll(state, { timeout: 90_000 }).toBe("succeeded");

  const { rows } = await database.pool.query<{ name: string; path: string; key: string; sha256: string }>(
    "select name, path, key, sha256 from artifact",
  );
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(["tearsheet.html", "equity.parquet"]));
  for (const artifact of rows) {
    expect(artifact.path.startsWith(second.home)).toBe(true);
    expect(sha256(server.objects.get(`${server.bucket}/night/${artifact.key}`)?.body ?? "")).toBe(artifact.sha256);
  }
  expect(existsSync(path.join(second.home, "dags"))).toBe(false);

  // The desk has none of these files, and reads them all the same.
  const query = await desk.start(["query", "select count(*) as n from equity", "--format", "csv"]).ended;
  expect(query.stdout).toBe("n\n400\n");
  const cached = readdirSync(path.join(desk.home, ".nightgrid/cache"));
  expect(cached).toEqual(rows.filter(({ name }) => name === "equity.parquet").map((artifact) => artifact.sha256));

  other.child.kill("SIGTERM");
  await other.ended;
  const { rows: logs } = await database.pool.query<{ message: string }>("select message from log");
  for (const text of [...said, ...logs.map(({ message }) => message)]) {
    expect(text).not.toContain(server.keys.secretAccessKey);
  }
});

it("a host with a wrong key is told so, and its key is not", { timeout: 60_000 }, async () => {
  const host = hostOf("wrong");
  const told: Said = await host.start(["doctor"], { AWS_SECRET_ACCESS_KEY: "wrong-secret-of-mine" }).ended;
  expect(told.stdout).toContain("does not accept the credentials (SignatureDoesNotMatch)");
  expect(told.stdout + told.stderr).not.toContain("wrong-secret-of-mine");
});

it("a worker whose host lacks a program leaves the run to one that has it", { timeout: 180_000 }, async () => {
  const [bare, right] = [hostOf("bare"), hostOf("right")];
  mkdirSync(path.join(right.home, "dags"));
  mkdirSync(path.join(right.home, "bin"));
  writeFileSync(path.join(right.home, "bin/own-shell"), '#!/bin/sh\nexec sh "$@"\n', { mode: 0o755 });
  writeFileSync(path.join(right.home, "dags/mine.sh"), "#!/usr/bin/env own-shell\nexit 0\n", { mode: 0o755 });
  const outputs = ["trades.csv", "summary.csv", "pnl.csv"].map((file) => `${file}: { required: false }`).join(", ");
  writeFileSync(
    path.join(right.home, "dags/mine.yaml"),
    `id: mine\nbacktest: { script: ./mine.sh, param_grid: { n: [5, 9] }, outputs: { ${outputs} } }\nalerts: []\n`,
  );
  const having = { PATH: `${path.join(right.home, "bin")}:${process.env["PATH"] ?? ""}` };
  const lacking = bare.start(["worker", "--slots", "2"]);
  await lacking.says("takes work");
  // The worker that can do it is busy until the other one was asked.
  await database.pool.query(
    "insert into worker (id, host, pid, slots, alive_until) values ('busy', 'elsewhere', 1, 1, now() + interval '1 hour')",
  );
  expect(await right.start(["run", "dags/mine.yaml", "--detach"], having).ended).toMatchObject({ code: 0 });
  const left = async () => (await database.pool.query("select from declined")).rowCount;
  await expect.poll(left, { timeout: 60_000 }).toBe(1);
  const able = right.start(["worker", "--slots", "1"], having);
  const state = async () =>
    (await database.pool.query<{ state: string }>("select state from run where dag_id = 'mine'")).rows[0]?.state;
  await expect.poll(state, { timeout: 90_000 }).toBe("succeeded");
  const { stdout } = await right.start(["logs", "last"]).ended;
  expect(stdout).toMatch(
    /leaves this to other workers: .*mine\.sh is run by own-shell, which this host does not have$/m,
  );
  for (const { child } of [lacking, able]) child.kill("SIGTERM");
});
