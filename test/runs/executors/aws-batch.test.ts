import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../../src/core/errors/app-error.ts";
import type { RunId } from "../../../src/core/names/ids.ts";
import { awsBatchExecutor } from "../../../src/executors/aws-batch/aws-batch-executor.ts";
import { runBatchCell } from "../../../src/executors/aws-batch/job/run-batch-cell.ts";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import type { BacktestSpec, DagSpec } from "../../../src/factory/dag-spec.ts";
import { stopRun } from "../../../src/runs/end/stop-run.ts";
import { runResults } from "../../../src/runs/query/run-results.ts";
import type { SweepExecutor } from "../../../src/runs/run-deps.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { type AwsStub, type AwsStubParts, startAwsStub } from "../../support/aws/aws-stub.ts";
import { useFakeCredentials } from "../../support/aws/fake-credentials.ts";
import { sampleAws } from "../../support/aws/sample-aws.ts";
import { inlineExecutor } from "../../support/inline-executor.ts";
import { inlineStrategies } from "../../support/inline-strategies.ts";
import { sampleBacktest, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

useFakeCredentials();
const MAIN = path.resolve(import.meta.dirname, "../../worker/fixtures/aws-worker-main.ts");
const QUICK = {
  timing: { heartbeatMs: 100, aliveMs: 1000, watchdogMs: 100 },
  outsideTiming: { shortestMs: 20, longestMs: 100, share: 0.1, pauseMs: 20 },
};

let project: TestProject;
let stub: AwsStub;
let parts: AwsStubParts;
let isStubborn: boolean;
let now: () => number;
beforeEach(async () => {
  parts = {};
  isStubborn = false;
  now = Date.now;
  stub = await startAwsStub({
    fateOf: (...child) => parts.fateOf?.(...child) ?? { kind: "works" },
    isStubborn: () => isStubborn,
    listLag: () => parts.listLag?.() ?? 0,
    work: async (env) => {
      try {
        await runBatchCell({
          env,
          home: "/nowhere",
          engine: inlineExecutor(builtinStrategy),
          strategies: inlineStrategies(),
          onLine: () => undefined,
          requestTimeoutMs: 500,
        });
        return 0;
      } catch (error) {
        return error instanceof AppError && error.code === "OUTSIDE_UNREACHABLE" ? 75 : 78;
      }
    },
  });
  project = await createTestProject();
  const [engine] = project.deps.executors;
  if (engine === undefined) throw new Error("A project has an engine");
  const batch = awsBatchExecutor({ engine, home: "/nowhere", pauseMs: 20, requestTimeoutMs: 500, now: () => now() });
  (project.deps.executors as SweepExecutor[]).push(batch);
});
afterEach(async () => {
  isStubborn = false;
  await project[Symbol.asyncDispose]();
  await stub[Symbol.asyncDispose]();
});

const onBatch = (changes: Partial<BacktestSpec> = {}): BacktestSpec =>
  sampleBacktest({ executor: "aws_batch", aws: sampleAws(stub.url), ...changes });
const start = (changes: Parameters<typeof sampleDag>[0] = {}): Promise<RunId> =>
  project.start(sampleDag({ backtests: [onBatch()], ...changes }));

async function failedCells(id: RunId): Promise<readonly unknown[]> {
  const { rows } = await project.deps.database.query(
    `select cell, failed_cell.error->>'code' as code from failed_cell
     join task on task.id = task_id where run_id = $1 order by cell`,
    [id],
  );
  return rows;
}

async function metricsOf(id: RunId, spec: DagSpec): Promise<readonly unknown[]> {
  const request = { backtest: null, sort: "cell", isReversed: false, limit: null };
  const { pages } = await runResults(project.deps, { id, spec }, request);
  const metrics: unknown[] = [];
  for await (const page of pages) metrics.push(...page.map((cell) => cell.metrics));
  return metrics;
}

const submits = (): number => stub.requests.filter((op) => op === "SubmitJob").length;
const attemptsOf = async (id: RunId): Promise<number | undefined> =>
  (await listTasks(project.deps.database, id))[0]?.attempts;

describe("a backtest on AWS Batch", () => {
  it("has the results of the workers' own engine, which the next run takes over", async () => {
    await project.worker(QUICK);
    const id = await start();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6, cellsCached: 0 });
    expect(stub.batch.jobs).toHaveLength(1);
    expect(stub.batch.jobs[0]).toMatchObject({
      jobName: `ng-${id}-1`,
      isArray: true,
      command: ["nightgrid", "batch-cell"],
    });
    expect(stub.batch.jobs[0]?.children).toHaveLength(3);
    const here = await project.start(sampleDag({ id: "here" }));
    expect(await project.ended(here)).toMatchObject({ state: "succeeded", cellsCached: 6 });
    const spec = sampleDag({ id: "anew", backtests: [sampleBacktest({ volatile: true })] });
    const anew = await project.start(spec);
    await project.ended(anew);
    const metrics = await metricsOf(id, spec);
    expect(metrics).toHaveLength(6);
    expect(metrics).toEqual(await metricsOf(anew, spec));
  });

  it("is one job of its own when it is one cell, with its parameters as variables", async () => {
    await project.worker(QUICK);
    const one = onBatch({ grid: { ...sampleBacktest().grid, axes: [] } });
    const id = await project.start(sampleDag({ backtests: [one] }));
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 1 });
    expect(stub.batch.jobs).toMatchObject([
      { isArray: false, env: { PARAM_FAST: "5", PARAM_SLOW: "20", NIGHTGRID_RUN_ID: id, BACKTEST_RUN_ID: id } },
    ]);
  });

  it("needs few requests, and uploads its bars once", async () => {
    await project.worker(QUICK);
    await project.ended(await start());
    await project.ended(await project.start(sampleDag({ id: "again", backtests: [onBatch({ volatile: true })] })));
    const bars = [...stub.s3.objects.keys()].filter((key) => key.includes("/bars/"));
    expect(bars).toHaveLength(1);
    expect(submits()).toBe(2);
  });
});

describe("jobs that come to nothing", () => {
  const ended = (end: Record<string, unknown>) => ({ kind: "ends" as const, state: "FAILED" as const, ...end });
  const LOSSES = {
    "a machine that is lost": { statusReason: "Host EC2 (instance i-0) terminated.", exitCode: 137 },
    "Spot capacity that is taken back": { statusReason: "Your Spot Task was interrupted.", exitCode: 137 },
    "an image that cannot be pulled": { containerReason: "CannotPullContainerError: pull access denied" },
    "a task that does not start": {
      statusReason: "Task failed to start",
      containerReason: "ResourceInitializationError: x",
    },
  };
  it.each(Object.entries(LOSSES))("%s costs no retry: it is done again", async (_, end) => {
    parts = { fateOf: (_job, child, nth) => (nth === 1 && child.index === 1 ? ended(end) : { kind: "works" }) };
    await project.worker(QUICK);
    const id = await start({ retry: { limit: 0, backoffMs: 1 } });
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6, cellsFailed: 0 });
    expect(submits()).toBe(2);
  });

  const FAILURES = {
    "more memory than they have": [{ containerReason: "OutOfMemoryError: killed", exitCode: 137 }, "OUT_OF_MEMORY"],
    "more time than they have": [{ statusReason: "Job attempt duration exceeded timeout" }, "CELL_TIMEOUT"],
    "an exit code that forbids another try": [{ exitCode: 78 }, "PROCESS_REFUSED"],
    "any other exit code": [{ exitCode: 1 }, "PROCESS_ENDED"],
    "an end that looks good, without a manifest": [{ state: "SUCCEEDED", exitCode: 0 }, "NO_RESULT"],
  } as const;
  it.each(Object.entries(FAILURES))("%s: the cells of the job fail, and say why", async (_, [end, code]) => {
    parts = { fateOf: (_job, child) => (child.index === 1 ? ended(end) : { kind: "works" }) };
    await project.worker(QUICK);
    const id = await start();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 4, cellsFailed: 2 });
    expect(await failedCells(id)).toMatchObject([
      { cell: 2, code },
      { cell: 3, code },
    ]);
    expect(submits()).toBe(1);
  });

  it("is tried again as often as retry says when it ended with an error", async () => {
    parts = {
      fateOf: (_job, child, nth) => (nth < 3 && child.index === 0 ? ended({ exitCode: 1 }) : { kind: "works" }),
    };
    await project.worker(QUICK);
    const id = await start({ retry: { limit: 2, backoffMs: 1 } });
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
    expect(submits()).toBe(3);
  });

  it("counts by its manifest, whatever AWS says of its end", async () => {
    const as = { state: "FAILED", statusReason: "Host EC2 (instance i-0) terminated.", exitCode: 137 } as const;
    parts = { fateOf: () => ({ kind: "works", as }) };
    await project.worker(QUICK);
    expect(await project.ended(await start())).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
    expect(submits()).toBe(1);
  });

  it("fails with AWS's reason when it never starts", async () => {
    parts = { fateOf: () => ({ kind: "queued", reason: "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT" }) };
    await project.worker(QUICK);
    const id = await start();
    await stub.batch.whenSubmitted(1);
    now = () => Date.now() + 2 * 3_600_000;
    expect(await project.ended(id)).toMatchObject({ state: "failed" });
    expect((await listTasks(project.deps.database, id))[0]?.error).toMatchObject({
      code: "JOB_STUCK",
      message: expect.stringContaining("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"),
    });
    while (stub.batch.jobs[0]?.children.some(({ state }) => state !== "FAILED")) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it("is done again when AWS knows it no more and it left nothing", async () => {
    parts = { fateOf: (_job, _child, nth) => (nth === 1 ? { kind: "held" } : { kind: "works" }) };
    await project.worker(QUICK);
    const id = await start();
    await stub.batch.whenSubmitted(1);
    stub.batch.forget();
    stub.batch.letGo();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
  });
});

describe("what goes wrong on the way", () => {
  const HOW = [429, 500, "reset", "hang"] as const;
  // How each kind of request fails in each way: test/executors/aws-batch/clients.test.ts.
  it.each([
    ...HOW.map((http) => ["SubmitJob", http] as const),
    ["PutObject", 500],
    ["DescribeJobs", "hang"],
    ["ListObjectsV2", "reset"],
    ["GetObject", 429],
    ["GetObject", "hang"],
  ] as const)("%s that fails by %s costs nothing but time", async (op, http) => {
    for (const nth of [1, 2, 3, 4, 5]) stub.fail({ op, nth, http });
    await project.worker(QUICK);
    const id = await start();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
    // A job that could not read its input is done again.
    expect(stub.batch.jobs.length).toBeLessThanOrEqual(op === "GetObject" ? 2 : 1);
    expect(await attemptsOf(id)).toBe(0);
  });

  it.each(HOW)(
    "a submission of which the answer is lost by %s is found by its name, also when AWS lists it late",
    async (http) => {
      parts = { listLag: () => 1 };
      stub.fail({ op: "SubmitJob", nth: 1, http, isDone: true });
      await project.worker(QUICK);
      expect(await project.ended(await start())).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
      expect(stub.batch.jobs).toHaveLength(1);
      expect(submits()).toBe(1);
    },
  );

  it("a worker that is killed while it submits leaves a job that the next one finds: none is submitted twice (I3)", async () => {
    stub.fail({ op: "SubmitJob", nth: 1, http: "hang", isDone: true });
    const id = await start();
    const child = spawn(process.execPath, [MAIN, project.database.url], { stdio: "inherit" });
    await stub.batch.whenSubmitted(1);
    child.kill("SIGKILL");
    await once(child, "exit");
    await project.worker(QUICK);
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
    expect(submits()).toBe(1);
    expect(await attemptsOf(id)).toBe(0);
  });

  it("what AWS refuses ends the backtest at once, in one sentence", async () => {
    await project.worker(QUICK);
    const spec = onBatch({ aws: sampleAws(stub.url, { queue: "other" }) });
    const id = await project.start(sampleDag({ backtests: [spec], retry: { limit: 5, backoffMs: 1 } }));
    expect(await project.ended(id)).toMatchObject({ state: "failed" });
    expect((await listTasks(project.deps.database, id))[0]?.error).toMatchObject({
      code: "AWS_REFUSED",
      message: expect.stringContaining("JobQueue other not found"),
    });
    expect(submits()).toBe(1);
  });
});

describe("cancelling", () => {
  const FATES = {
    "wait in the queue": { kind: "queued" },
    run: { kind: "held" },
  } as const;
  it.each(Object.entries(FATES))("ends jobs that %s, and says so when they are gone (I5)", async (_, fate) => {
    parts = { fateOf: () => fate };
    await project.worker(QUICK);
    const id = await start();
    await stub.batch.whenSubmitted(1);
    isStubborn = fate.kind === "held";
    await stopRun(project.deps.database, id, { state: "cancelled", reason: "Cancelled by hand" });
    if (isStubborn) {
      while (stub.requests.filter((op) => op === "TerminateJob").length < 3) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect((await readRun(project.deps.database, id))?.finishedAt).toBeNull();
      isStubborn = false;
    }
    expect(await project.ended(id)).toMatchObject({ state: "cancelled", cellsDone: 0 });
    expect(stub.batch.jobs.flatMap(({ children }) => children.map(({ reason }) => reason))).toEqual(
      Array.from({ length: 3 }, () => `nightgrid: cancelled run ${id}`),
    );
  });

  it("before anything was submitted submits nothing", async () => {
    stub.fail({ op: "SubmitJob", http: 429 });
    await project.worker(QUICK);
    const id = await start();
    while (submits() < 2) await new Promise((resolve) => setImmediate(resolve));
    await stopRun(project.deps.database, id, { state: "cancelled", reason: "Cancelled by hand" });
    expect(await project.ended(id)).toMatchObject({ state: "cancelled" });
    expect(stub.batch.jobs).toEqual([]);
  });
});
