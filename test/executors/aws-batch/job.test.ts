import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import { ENGINE_VERSION } from "../../../src/engine/backtest.ts";
import { decodeInput, encodeInput, type StrategyWork } from "../../../src/executors/aws-batch/files/input-file.ts";
import { type BatchCellParts, runBatchCell } from "../../../src/executors/aws-batch/job/run-batch-cell.ts";
import { BUCKET } from "../../support/aws/aws-stub.ts";
import { useAwsProject } from "../../support/aws/aws-project.ts";
import { inlineExecutor } from "../../support/inline-executor.ts";
import { inlineStrategies } from "../../support/inline-strategies.ts";

const aws = useAwsProject();
let env: Readonly<Record<string, string>>;
let inputKey: string;
beforeEach(async () => {
  aws().behave({ fateOf: () => ({ kind: "queued" }) });
  await aws().worker();
  await aws().start();
  await aws().stub.batch.whenSubmitted(1);
  env = { ...aws().stub.batch.jobs[0]?.env, AWS_BATCH_JOB_ARRAY_INDEX: "1", AWS_BATCH_JOB_ID: "job:1" };
  inputKey = (env["NIGHTGRID_INPUT"] ?? "").replace("s3://", "");
});
afterEach(() => aws().behave({}));

const job = (changes: Partial<BatchCellParts> = {}) =>
  runBatchCell({
    env,
    home: "/nowhere",
    engine: inlineExecutor(builtinStrategy),
    strategies: inlineStrategies(),
    onLine: () => undefined,
    ...changes,
  });

const keysOf = (file: string): readonly string[] =>
  [...aws().stub.s3.objects.keys()]
    .filter((key) => key.endsWith(file))
    .map((key) => key.slice(inputKey.lastIndexOf("/") + 1));

function edit(change: (work: StrategyWork) => StrategyWork): void {
  const { objects } = aws().stub.s3;
  const input = decodeInput(objects.get(inputKey) ?? Buffer.from(""));
  if (input.work.kind !== "strategy") throw new Error("It is a strategy");
  objects.set(inputKey, encodeInput({ ...input, work: change(input.work) }));
}

describe("a job", () => {
  it("computes its share and writes its manifest last; of two tries the first counts", async () => {
    const order: string[] = [];
    const [first, second] = await Promise.all([job(), job({ env: { ...env, AWS_BATCH_JOB_ID: "twin:1" } })]);
    expect([first.cells, second.cells]).toEqual([2, 2]);
    expect([first.isFirst, second.isFirst].filter(Boolean)).toHaveLength(1);
    expect(keysOf("manifest.json")).toEqual(["1/manifest.json"]);
    expect([...keysOf("columns.json")].sort()).toEqual(["1/job-1-1/columns.json", "1/twin-1-1/columns.json"]);
    order.push(...aws().stub.s3.objects.keys());
    expect(order.findLastIndex((key) => key.endsWith("manifest.json"))).toBeGreaterThan(
      order.findIndex((key) => key.endsWith("columns.json")),
    );
  });

  it("refuses to compute with another engine, or other code, than its run has, and says so in the bucket", async () => {
    edit((work) => ({ ...work, engine: ENGINE_VERSION + 1 }));
    await expect(job()).rejects.toMatchObject({ code: "RUN_INPUT_CHANGED" });
    expect(keysOf("failure.json")).toEqual(["1/failure.json"]);
    edit((work) => ({ ...work, engine: ENGINE_VERSION, setup: { ...work.setup, codeHash: "other" } }));
    await expect(job()).rejects.toThrow(/another version of the strategy's code/);
    expect(keysOf("manifest.json")).toEqual([]);
  });

  it("is none outside of AWS Batch, or without its input", async () => {
    await expect(job({ env: {} })).rejects.toMatchObject({ code: "USAGE" });
    await expect(job({ env: { ...env, AWS_BATCH_JOB_ARRAY_INDEX: "-1" } })).rejects.toMatchObject({ code: "USAGE" });
    const elsewhere = { ...env, NIGHTGRID_INPUT: `s3://${BUCKET}/nothing` };
    await expect(job({ env: elsewhere })).rejects.toThrow("There is no nothing in the bucket nightgrid-results");
  });
});
