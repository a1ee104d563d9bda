import { afterEach, beforeEach } from "vitest";
import { AppError } from "../../../src/core/errors/app-error.ts";
import type { RunId } from "../../../src/core/names/ids.ts";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import { awsBatchExecutor } from "../../../src/executors/aws-batch/aws-batch-executor.ts";
import { runBatchCell } from "../../../src/executors/aws-batch/job/run-batch-cell.ts";
import type { BacktestSpec, DagSpec } from "../../../src/factory/dag-spec.ts";
import type { SweepExecutor } from "../../../src/runs/run-deps.ts";
import type { TaskRow } from "../../../src/store/run/tasks.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import type { RunningWorker } from "../../../src/worker/start-worker.ts";
import { inlineExecutor } from "../inline-executor.ts";
import { inlineStrategies } from "../inline-strategies.ts";
import { sampleBacktest, sampleDag } from "../sample-dag.ts";
import { createTestProject, type TestProject } from "../test-project.ts";
import { type AwsStub, type AwsStubParts, startAwsStub } from "./aws-stub.ts";
import { useFakeCredentials } from "./fake-credentials.ts";
import { sampleAws } from "./sample-aws.ts";

/** A project whose backtests run in the stub, where each job computes with the real engine, in this process. */
export interface AwsProject {
  readonly project: TestProject;
  readonly stub: AwsStub;
  /** What the stub does from now on. */
  behave(parts: Pick<AwsStubParts, "fateOf" | "isStubborn" | "listLag">): void;
  /** Milliseconds by which the executor's clock is ahead from now on. */
  advance(ms: number): void;
  worker(): Promise<RunningWorker>;
  onBatch(changes?: Partial<BacktestSpec>): BacktestSpec;
  start(changes?: Partial<DagSpec>): Promise<RunId>;
  submits(): number;
  taskOf(id: RunId): Promise<TaskRow | undefined>;
}

const QUICK = {
  timing: { heartbeatMs: 100, aliveMs: 1000, watchdogMs: 100 },
  outsideTiming: { shortestMs: 20, longestMs: 100, share: 0.1, pauseMs: 20 },
};

/** One for each test of the file. @returns that of the test that runs */
export function useAwsProject(): () => AwsProject {
  useFakeCredentials();
  let current: AwsProject | undefined;
  beforeEach(async () => {
    current = await createAwsProject();
  });
  afterEach(async () => {
    current?.behave({});
    await current?.project[Symbol.asyncDispose]();
    await current?.stub[Symbol.asyncDispose]();
  });
  return () => {
    if (current === undefined) throw new Error("There is no project outside of a test");
    return current;
  };
}

async function createAwsProject(): Promise<AwsProject> {
  let parts: AwsStubParts = {};
  let aheadMs = 0;
  const stub = await startAwsStub({
    fateOf: (...child) => parts.fateOf?.(...child) ?? { kind: "works" },
    isStubborn: () => parts.isStubborn?.() ?? false,
    listLag: () => parts.listLag?.() ?? 0,
    work: workInline,
  });
  const project = await createTestProject();
  const [engine] = project.deps.executors;
  if (engine === undefined) throw new Error("A project has an engine");
  const now = () => Date.now() + aheadMs;
  const batch = awsBatchExecutor({ engine, home: "/nowhere", pauseMs: 20, requestTimeoutMs: 500, now });
  (project.deps.executors as SweepExecutor[]).push(batch);
  const onBatch = (changes: Partial<BacktestSpec> = {}) =>
    sampleBacktest({ executor: "aws_batch", aws: sampleAws(stub.url), ...changes });
  return {
    project,
    stub,
    behave(changes) {
      parts = changes;
    },
    advance(ms) {
      aheadMs = ms;
    },
    worker: () => project.worker(QUICK),
    onBatch,
    start: (changes = {}) => project.start(sampleDag({ backtests: [onBatch()], ...changes })),
    submits: () => stub.requests.filter((op) => op === "SubmitJob").length,
    taskOf: async (id) => (await listTasks(project.deps.database, id))[0],
  };
}

/** As the command does, in this process. */
async function workInline(env: Readonly<Record<string, string>>): Promise<number> {
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
}
