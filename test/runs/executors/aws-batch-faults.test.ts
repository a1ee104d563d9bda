import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { stopRun } from "../../../src/runs/end/stop-run.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { useAwsProject } from "../../support/aws/aws-project.ts";
import { sampleAws } from "../../support/aws/sample-aws.ts";
import { sampleDag } from "../../support/sample-dag.ts";

const MAIN = path.resolve(import.meta.dirname, "../../worker/fixtures/aws-worker-main.ts");
const aws = useAwsProject();

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
    for (const nth of [1, 2, 3, 4, 5]) aws().stub.fail({ op, nth, http });
    await aws().worker();
    const id = await aws().start();
    expect(await aws().project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
    // A job that could not read its input is done again.
    expect(aws().stub.batch.jobs.length).toBeLessThanOrEqual(op === "GetObject" ? 2 : 1);
    expect((await aws().taskOf(id))?.attempts).toBe(0);
  });

  it.each(HOW)(
    "a submission of which the answer is lost by %s is found by its name, also when AWS lists it late",
    async (http) => {
      aws().behave({ listLag: () => 1 });
      aws().stub.fail({ op: "SubmitJob", nth: 1, http, isDone: true });
      await aws().worker();
      expect(await aws().project.ended(await aws().start())).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
      expect(aws().stub.batch.jobs).toHaveLength(1);
      expect(aws().submits()).toBe(1);
    },
  );

  it("a worker that is killed while it submits leaves a job that the next one finds: none is submitted twice (I3)", async () => {
    aws().stub.fail({ op: "SubmitJob", nth: 1, http: "hang", isDone: true });
    const id = await aws().start();
    const child = spawn(process.execPath, [MAIN, aws().project.database.url], { stdio: "inherit" });
    await aws().stub.batch.whenSubmitted(1);
    child.kill("SIGKILL");
    await once(child, "exit");
    await aws().worker();
    expect(await aws().project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
    expect(aws().submits()).toBe(1);
    expect((await aws().taskOf(id))?.attempts).toBe(0);
  });

  it("what AWS refuses ends the backtest at once, in one sentence", async () => {
    await aws().worker();
    const spec = aws().onBatch({ aws: sampleAws(aws().stub.url, { queue: "other" }) });
    const id = await aws().project.start(sampleDag({ backtests: [spec], retry: { limit: 5, backoffMs: 1 } }));
    expect(await aws().project.ended(id)).toMatchObject({ state: "failed" });
    expect((await aws().taskOf(id))?.error).toMatchObject({
      code: "AWS_REFUSED",
      message: expect.stringContaining("JobQueue other not found"),
    });
    expect(aws().submits()).toBe(1);
  });
});

describe("cancelling", () => {
  const FATES = {
    "wait in the queue": { kind: "queued" },
    run: { kind: "held" },
  } as const;
  it.each(Object.entries(FATES))("ends jobs that %s, and says so when they are gone (I5)", async (_, fate) => {
    aws().behave({ fateOf: () => fate });
    await aws().worker();
    const id = await aws().start();
    await aws().stub.batch.whenSubmitted(1);
    let isStubborn = fate.kind === "held";
    aws().behave({ fateOf: () => fate, isStubborn: () => isStubborn });
    await stopRun(aws().project.deps.database, id, { state: "cancelled", reason: "Cancelled by hand" });
    if (isStubborn) {
      while (aws().stub.requests.filter((op) => op === "TerminateJob").length < 3) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect((await readRun(aws().project.deps.database, id))?.finishedAt).toBeNull();
      isStubborn = false;
    }
    expect(await aws().project.ended(id)).toMatchObject({ state: "cancelled", cellsDone: 0 });
    expect(aws().stub.batch.jobs.flatMap(({ children }) => children.map(({ reason }) => reason))).toEqual(
      Array.from({ length: 3 }, () => `nightgrid: cancelled run ${id}`),
    );
  });

  it("before anything was submitted submits nothing", async () => {
    aws().stub.fail({ op: "SubmitJob", http: 429 });
    await aws().worker();
    const id = await aws().start();
    while (aws().submits() < 2) await new Promise((resolve) => setImmediate(resolve));
    await stopRun(aws().project.deps.database, id, { state: "cancelled", reason: "Cancelled by hand" });
    expect(await aws().project.ended(id)).toMatchObject({ state: "cancelled" });
    expect(aws().stub.batch.jobs).toEqual([]);
  });
});
