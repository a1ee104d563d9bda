import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from "vitest";
import { openDepot } from "../../src/app/depot/open-depot.ts";
import { localArtifact } from "../../src/runs/files/local-artifact.ts";
import { pruneRuns } from "../../src/runs/retention/prune-runs.ts";
import { createNightgrid, type Nightgrid } from "../../src/service.ts";
import { listArtifacts } from "../../src/store/artifacts.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { useKeys } from "../support/s3/depot-on.ts";
import { type S3Server, startS3Server } from "../support/s3/s3-server.ts";

const DAGS = {
  "grid.yaml": `id: grid
backtest:
  strategy: sma_cross
  data: { dataset: sp500, symbols: [SPX], timeframe: 1d }
  param_grid: { fast: [5, 10], slow: [50, 100] }
after_backtest: [tearsheet, { export_csv: { file: cells.csv } }]
series: { best: 1 }
`,
};

/** A host with a project folder of its own, on the one database, with the one depot. */
interface Host {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly nightgrid: Nightgrid;
}

const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-hosts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let server: S3Server;
beforeAll(async () => {
  server = await startS3Server();
  useKeys(server.keys);
});
afterAll(() => server[Symbol.asyncDispose]());

let database: TestDatabase;
let hosts: Host[] = [];
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  server.heal();
  await Promise.all(hosts.map(({ nightgrid }) => nightgrid[Symbol.asyncDispose]()));
  hosts = [];
  await database.close();
});

async function host(name: string): Promise<Host> {
  const home = mkdtempSync(path.join(folder, `${name}-`));
  mkdirSync(path.join(home, "dags"));
  for (const [file, text] of Object.entries(DAGS)) writeFileSync(path.join(home, "dags", file), text);
  const env = {
    NIGHTGRID_ARTIFACTS: `s3://${server.bucket}/night`,
    NIGHTGRID_ARTIFACTS_ENDPOINT: server.url,
    NIGHTGRID_USER: name,
  };
  const nightgrid = await createNightgrid({ home, databaseUrl: database.url, env });
  const opened = { home, env, nightgrid };
  hosts.push(opened);
  return opened;
}

const keys = (): readonly string[] =>
  [...server.objects.keys()].map((key) => key.slice(`${server.bucket}/night/`.length));

describe("what a run wrote on one host", () => {
  it("is had on another one, the same to the byte, and goes from both with the run", { timeout: 60_000 }, async () => {
    const [one, other] = [await host("one"), await host("other")];
    await one.nightgrid.startWorker({ slots: 1 });
    const id = await other.nightgrid.start("grid");
    const ended = await other.nightgrid.ended(id);
    expect(ended).toMatchObject({ state: "succeeded" });
    expect(ended.tearsheet).toMatch(new RegExp(`^s3://${server.bucket}/night/run_${id}/files/\\d+/tearsheet\\.html$`));
    const artifacts = await listArtifacts(database.pool, ended.id as never);
    expect(artifacts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["cells.csv", "equity.parquet", "summary.json", "tearsheet.html"]),
    );
    const depot = openDepot(other);
    for (const artifact of artifacts) {
      const file = await localArtifact(artifact, depot === null ? {} : { depot });
      expect(file.startsWith(other.home)).toBe(true);
      expect(readFileSync(file).equals(readFileSync(artifact.path))).toBe(true);
    }
    expect(keys().filter((key) => key.startsWith(`run_${id}/`))).toHaveLength(artifacts.length);
    await database.pool.query("update run set finished_at = now() - interval '2 days'");
    const act = { by: "t", origin: "cli", reason: null } as const;
    await pruneRuns({ olderThanMs: 86_400_000, dagId: null, isFilesOnly: false }, act, {
      database: database.pool,
      home: one.home,
      onFailure: (what, error) => {
        throw new Error(what, { cause: error });
      },
      ...(depot !== null && { depot }),
    });
    expect(keys().filter((key) => key.startsWith(`run_${id}/`))).toEqual([]);
    expect(artifacts.some((artifact) => existsSync(artifact.path))).toBe(false);
  });
});
