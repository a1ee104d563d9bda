import { describe, expect, it } from "vitest";
import type { RunId } from "../../../src/core/names/ids.ts";
import type { DagSpec } from "../../../src/factory/dag-spec.ts";
import { runResults } from "../../../src/runs/query/run-results.ts";
import { useAwsProject } from "../../support/aws/aws-project.ts";
import { sampleBacktest, sampleDag } from "../../support/sample-dag.ts";

const aws = useAwsProject();

async function failedCells(id: RunId): Promise<readonly unknown[]> {
  const { rows } = await aws().project.deps.database.query(
    `select cell, failed_cell.error->>'code' as code from failed_cell
     join task on task.id = task_id where run_id = $1 order by cell`,
    [id],
  );
  return rows;
}

async function metricsOf(id: RunId, spec: DagSpec): Promise<readonly unknown[]> {
  const request = { backtest: null, sort: "cell", isReversed: false, limit: null };
  const { pages } = await runResults(aws().project.deps, { id, spec }, request);
  const metrics: unknown[] = [];
  for await (const page of pages) metrics.push(...page.map((cell) => cell.metrics));
  return metrics;
}

describe("a backtest on AWS Batch", () => {
  it("has the results of the workers' own engine, which the next run takes over", async () => {
    await aws().worker();
    const id = await aws().start();
    expect(await aws().project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6, cellsCached: 0 });
    expect(aws().stub.batch.jobs).toHaveLength(1);
    expect(aws().stub.batch.jobs[0]).toMatchObject({
      jobName: `ng-${id}-1`,
      isArray: true,
      command: ["nightgrid", "batch-cell"],
    });
    expect(aws().stub.batch.jobs[0]?.children).toHaveLength(3);
    const here = await aws().project.start(sampleDag({ id: "here" }));
    expect(await aws().project.ended(here)).toMatchObject({ state: "succeeded", cellsCached: 6 });
    const spec = sampleDag({ id: "anew", backtests: [sampleBacktest({ volatile: true })] });
    const anew = await aws().project.start(spec);
    await aws().project.ended(anew);
    const metrics = await metricsOf(id, spec);
    expect(metrics).toHaveLength(6);
    expect(metrics).toEqual(await metricsOf(anew, spec));
  });

  it("is one job of its own when it is one cell, with its parameters as variables", async () => {
    await aws().worker();
    const one = aws().onBatch({ grid: { ...sampleBacktest().grid, axes: [] } });
    const id = await aws().project.start(sampleDag({ backtests: [one] }));
    expect(await aws().project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 1 });
    expect(aws().stub.batch.jobs).toMatchObject([
      { isArray: false, env: { PARAM_FAST: "5", PARAM_SLOW: "20", NIGHTGRID_RUN_ID: id, BACKTEST_RUN_ID: id } },
    ]);
  });

  it("needs few requests, and uploads its bars once", async () => {
    await aws().worker();
    await aws().project.ended(await aws().start());
    await aws().project.ended(
      await aws().project.start(sampleDag({ id: "again", backtests: [aws().onBatch({ volatile: true })] })),
    );
    const bars = [...aws().stub.s3.objects.keys()].filter((key) => key.includes("/bars/"));
    expect(bars).toHaveLength(1);
    expect(aws().submits()).toBe(2);
  });
});

describe("jobs that come to nothing", () => {
  const ended = (end: Record<string, unknown>) => ({ kind: "ends" as const, state: "FAILED" as const, ...end });
  const WORKS = { kind: "works" } as const;
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
    // The only retry is used up by an error of its own, after the loss.
    const fates = [ended(end), ended({ exitCode: 1 })];
    aws().behave({
      fateOf: (_job, child, nth) => (nth === 1 && child.index !== 1 ? WORKS : (fates[nth - 1] ?? WORKS)),
    });
    await aws().worker();
    const id = await aws().start({ retry: { limit: 1, backoffMs: 1 } });
    expect(await aws().project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6, cellsFailed: 0 });
    expect(aws().submits()).toBe(3);
  });

  const FAILURES = {
    "more memory than they have": [{ containerReason: "OutOfMemoryError: killed", exitCode: 137 }, "OUT_OF_MEMORY"],
    "more time than they have": [{ statusReason: "Job attempt duration exceeded timeout" }, "CELL_TIMEOUT"],
    "an exit code that forbids another try": [{ exitCode: 78 }, "PROCESS_REFUSED"],
    "any other exit code": [{ exitCode: 1 }, "PROCESS_ENDED"],
    "an end that looks good, without a manifest": [{ state: "SUCCEEDED", exitCode: 0 }, "NO_RESULT"],
  } as const;
  it.each(Object.entries(FAILURES))("%s: the cells of the job fail, and say why", async (_, [end, code]) => {
    aws().behave({ fateOf: (_job, child) => (child.index === 1 ? ended(end) : { kind: "works" }) });
    await aws().worker();
    const id = await aws().start();
    expect(await aws().project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 4, cellsFailed: 2 });
    expect(await failedCells(id)).toMatchObject([
      { cell: 2, code },
      { cell: 3, code },
    ]);
    expect(aws().submits()).toBe(1);
  });

  it("is tried again as often as retry says when it ended with an error", async () => {
    aws().behave({
      fateOf: (_job, child, nth) => (nth < 3 && child.index === 0 ? ended({ exitCode: 1 }) : { kind: "works" }),
    });
    await aws().worker();
    const id = await aws().start({ retry: { limit: 2, backoffMs: 1 } });
    expect(await aws().project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
    expect(aws().submits()).toBe(3);
  });

  it("counts by its manifest, whatever AWS says of its end", async () => {
    const as = { state: "FAILED", statusReason: "Host EC2 (instance i-0) terminated.", exitCode: 137 } as const;
    aws().behave({ fateOf: () => ({ kind: "works", as }) });
    await aws().worker();
    expect(await aws().project.ended(await aws().start())).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
    expect(aws().submits()).toBe(1);
  });

  it("fails with AWS's reason when it never starts", async () => {
    aws().behave({ fateOf: () => ({ kind: "queued", reason: "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT" }) });
    await aws().worker();
    const id = await aws().start();
    await aws().stub.batch.whenSubmitted(1);
    aws().advance(2 * 3_600_000);
    expect(await aws().project.ended(id)).toMatchObject({ state: "failed" });
    expect((await aws().taskOf(id))?.error).toMatchObject({
      code: "JOB_STUCK",
      message: expect.stringContaining("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"),
    });
    while (aws().stub.batch.jobs[0]?.children.some(({ state }) => state !== "FAILED")) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it("is done again when AWS knows it no more and it left nothing", async () => {
    aws().behave({ fateOf: (_job, _child, nth) => (nth === 1 ? { kind: "held" } : { kind: "works" }) });
    await aws().worker();
    const id = await aws().start();
    await aws().stub.batch.whenSubmitted(1);
    aws().stub.batch.forget();
    aws().stub.batch.letGo();
    expect(await aws().project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
  });
});
