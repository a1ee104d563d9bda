import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { awsBatchExecutor } from "../../src/executors/aws-batch/aws-batch-executor.ts";
import { openBatchService } from "../../src/executors/aws-batch/client/batch-service.ts";
import { keysIn } from "../../src/depot/keys-in.ts";
import { batchDepot } from "../../src/executors/aws-batch/services.ts";
import { createUserCode, type UserCode } from "../../src/app/user/user-code.ts";
import { builtinStrategy } from "../../src/engine/strategies/builtin-strategies.ts";
import { engineExecutor } from "../../src/executors/engine/engine-executor.ts";
import { barsOpener } from "../../src/runs/market/bars-opener.ts";
import { inlineExecutor } from "../support/inline-executor.ts";
import { stopRun } from "../../src/runs/end/stop-run.ts";
import type { SweepExecutor } from "../../src/runs/run-deps.ts";
import { useFakeCredentials } from "../support/aws/fake-credentials.ts";
import { sampleAws } from "../support/aws/sample-aws.ts";
import { sampleBacktest, sampleDag } from "../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../support/test-project.ts";
import { type Moto, startMoto } from "./moto.ts";

useFakeCredentials();
const ROOT = path.resolve(import.meta.dirname, "../..");
const QUICK = {
  timing: { heartbeatMs: 500, aliveMs: 5000, watchdogMs: 500 },
  outsideTiming: { shortestMs: 200, longestMs: 1000, share: 0.1, pauseMs: 500 },
};

let moto: Moto;
let project: TestProject;
let userCode: UserCode;
let bin: string;
beforeAll(async () => {
  bin = mkdtempSync(path.join(os.tmpdir(), "nightgrid-bin-"));
  command(`exec "${process.execPath}" "${ROOT}/bin/nightgrid.mjs" "$@"`);
  moto = await startMoto(bin);
  project = await createTestProject();
  userCode = createUserCode({ home: project.home, env: {} });
  // Its strategies are those of the command: jobs compare the code.
  const engine = engineExecutor({
    openBars: barsOpener(project.deps.data),
    strategies: userCode.strategies,
    engine: inlineExecutor(builtinStrategy),
  });
  (project.deps.executors as SweepExecutor[]).push(awsBatchExecutor({ engine, home: "/nowhere", pauseMs: 500 }));
  await project.worker(QUICK);
});
afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await userCode.close();
  await moto[Symbol.asyncDispose]();
});

/** What `nightgrid` is in the image of the jobs. */
function command(script: string): void {
  mkdirSync(bin, { recursive: true });
  const file = path.join(bin, "nightgrid");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

const onBatch = (maxParallel: number) =>
  sampleBacktest({ executor: "aws_batch", aws: sampleAws(moto.url, { maxParallel }), volatile: true });

it("the first manifest stays: of eight conditional writes one counts", async () => {
  const store = batchDepot({ ...sampleAws(moto.url), requestTimeoutMs: 10_000 });
  const won = await Promise.all(Array.from({ length: 8 }, (_, i) => store.putNew("race", Buffer.from(String(i)))));
  expect(won.filter(Boolean)).toHaveLength(1);
  await store.put("many/1", Buffer.from(""));
  expect(await keysIn(store, "many/")).toEqual(["many/1"]);
  expect(await store.get("nothing")).toBeNull();
  store.close();
});

it("a job is found by its name, described, and ended", async () => {
  command("exec sleep 60");
  const batch = await openBatchService({ ...sampleAws(moto.url), requestTimeoutMs: 10_000 });
  const job = { name: "ng-parity", size: 1, command: ["nightgrid"], env: { A: "1" }, timeoutSeconds: null };
  const id = await batch.submit(job, new AbortController().signal);
  expect(await batch.findByName("ng-parity")).toMatchObject([{ jobId: id }]);
  expect(await batch.describe([id, "unknown"])).toMatchObject([{ jobId: id, children: null }]);
  await batch.terminate(id, "nightgrid: done");
  for (let state = ""; state !== "FAILED"; ) state = (await batch.describe([id]))[0]?.state ?? "";
  batch.close();
});

it("an array of jobs, each a process of its own, computes a grid", async () => {
  command(`exec "${process.execPath}" "${ROOT}/bin/nightgrid.mjs" "$@"`);
  const id = await project.start(sampleDag({ id: "array", backtests: [onBatch(3)] }));
  expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6, cellsFailed: 0 });
});

it("jobs that fail are told from those that do not", async () => {
  const real = `exec "${process.execPath}" "${ROOT}/bin/nightgrid.mjs" "$@"`;
  command(`[ "$AWS_BATCH_JOB_ARRAY_INDEX" = 1 ] && exit 3\n${real}`);
  const id = await project.start(sampleDag({ id: "failing", backtests: [onBatch(3)] }));
  expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 4, cellsFailed: 2 });
});

it("a run that is cancelled says so when its job is gone", async () => {
  command("exec sleep 300");
  const id = await project.start(sampleDag({ id: "cancelled", backtests: [onBatch(1)] }));
  const batch = await openBatchService({ ...sampleAws(moto.url), requestTimeoutMs: 10_000 });
  for (let state = ""; state !== "RUNNING"; )
    state = (await batch.findByName(`ng-${id}-3`))[0]?.state ?? (await anyOf(id));
  await stopRun(project.deps.database, id, { state: "cancelled", reason: "Cancelled by hand" });
  expect(await project.ended(id)).toMatchObject({ state: "cancelled" });
  batch.close();

  async function anyOf(run: string): Promise<string> {
    const { rows } = await project.deps.database.query<{ name: string | null }>(
      "select attempt.external_id as name from attempt join task on task.id = task_id where run_id = $1",
      [run],
    );
    const name = rows[0]?.name?.split(" ")[0];
    return name === undefined ? "" : ((await batch.findByName(name))[0]?.state ?? "");
  }
});
