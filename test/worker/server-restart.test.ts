import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { builtinStrategy } from "../../src/engine/strategies/builtin-strategies.ts";
import { connect } from "../../src/store/connection/connect.ts";
import { startEmbedded } from "../../src/store/embedded/start-embedded.ts";
import { stopEmbedded } from "../../src/store/embedded/status-embedded.ts";
import { migrate } from "../../src/store/connection/migrate.ts";
import { migrateQueue } from "../../src/worker/migrate-queue.ts";
import { createGate } from "../support/gate.ts";
import { inlineExecutor } from "../support/inline-executor.ts";
import { gridOf, sampleBacktest, sampleCallback, sampleDag, upFrom } from "../support/sample-dag.ts";
import { projectOn, type TestProject } from "../support/test-project.ts";

let home: string;
let project: TestProject;
let serverPid: number;

beforeEach(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-restart-"));
  chmodSync(home, 0o755);
  const { url, serverPid: pid } = await startEmbedded({ home });
  serverPid = pid;
  const pool = await connect({ url });
  await migrate(pool);
  await migrateQueue(pool);
  project = projectOn({ url, pool, close: () => pool.end() });
});
afterEach(async () => {
  await project[Symbol.asyncDispose]();
  await stopEmbedded(home);
  rmSync(home, { recursive: true, force: true });
});

describe("a worker (I9)", () => {
  it("survives a crash of the database server: nothing is lost, nothing is done twice", async () => {
    const gate = createGate();
    const called: string[] = [];
    await project.worker({
      executor: inlineExecutor(builtinStrategy, () => gate.pass()),
      runCallback: async (callback) => void called.push(callback.name),
      timing: { heartbeatMs: 100, aliveMs: 3000, watchdogMs: 200 },
    });
    const backtests = [sampleBacktest({ grid: gridOf({ fast: upFrom(2, 10), slow: upFrom(40, 10) }) })];
    const before = [sampleCallback("first")];
    const id = await project.start(sampleDag({ before, backtests, after: [sampleCallback("last")] }));
    await gate.arrived;
    process.kill(serverPid, "SIGKILL");
    gate.open();
    const run = await project.ended(id);
    expect(run).toMatchObject({ state: "succeeded", cellsSucceeded: 100, cellsDone: 100 });
    expect(called).toEqual(["first", "last"]);
  });
});
