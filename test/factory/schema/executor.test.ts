import { describe, expect, it } from "vitest";
import type { BacktestSpec } from "../../../src/factory/dag-spec.ts";
import { loadText, worldOf } from "../support/load-text.ts";

const BLOCK = "strategy: sma_cross, data: { dataset: sp500, symbols: [SPX] }";
const AWS = "queue: q, definition: d, bucket: my-bucket, region: eu-west-1";
const ALL = {
  NIGHTGRID_BATCH_QUEUE: "env-q",
  NIGHTGRID_BATCH_DEFINITION: "env-d:3",
  NIGHTGRID_BATCH_BUCKET: "env-bucket",
  NIGHTGRID_BATCH_PREFIX: "team/night/",
  AWS_REGION: "us-east-1",
  NIGHTGRID_BATCH_MAX_PARALLEL: "7",
  NIGHTGRID_BATCH_ENDPOINT: "http://127.0.0.1:5000/",
};
type Env = Readonly<Record<string, string>>;

async function read(lines: string, env: Env = {}) {
  const { spec, diagnostics } = await loadText(`id: a\n${lines}\n`, worldOf({}, env));
  const said = diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
  return { specs: spec?.backtests ?? [], said };
}

async function one(lines: string, env: Env = {}): Promise<BacktestSpec | undefined> {
  const { specs, said } = await read(lines, env);
  expect(said).toEqual([]);
  return specs[0];
}

const USUAL = {
  queue: "q",
  definition: "d",
  bucket: "my-bucket",
  prefix: "nightgrid",
  region: "eu-west-1",
  maxParallel: 100,
  queueTimeoutMs: 3_600_000,
};

describe("executor", () => {
  it("is the engine unless somebody says otherwise, and then nothing is written of it", async () => {
    for (const text of [`backtest: { ${BLOCK} }`, `executor: engine\nbacktest: { ${BLOCK} }`]) {
      const spec = await one(text, ALL);
      expect([spec?.executor, spec?.aws]).toEqual([undefined, undefined]);
    }
  });

  it("is taken from the block, the DAG and the environment, by key and in that order", async () => {
    const own = `backtest: { ${BLOCK}, executor: { aws_batch: { ${AWS} } } }`;
    expect(await one(own)).toMatchObject({ executor: "aws_batch", aws: USUAL });
    expect((await one(own, ALL))?.aws).toEqual({
      ...USUAL,
      prefix: "team/night",
      maxParallel: 7,
      endpoint: "http://127.0.0.1:5000",
    });
    const both = `executor: { aws_batch: { ${AWS}, queue_timeout: 30m } }\nbacktest: { ${BLOCK}, executor: { aws_batch: { queue: mine, max_parallel: 5 } } }`;
    expect((await one(both, ALL))?.aws).toMatchObject({
      queue: "mine",
      bucket: "my-bucket",
      maxParallel: 5,
      queueTimeoutMs: 1_800_000,
    });
    expect((await one(`executor: aws_batch\nbacktest: { ${BLOCK} }`, ALL))?.aws).toEqual({
      queue: "env-q",
      definition: "env-d:3",
      bucket: "env-bucket",
      prefix: "team/night",
      region: "us-east-1",
      maxParallel: 7,
      queueTimeoutMs: 3_600_000,
      endpoint: "http://127.0.0.1:5000",
    });
  });

  it("of one block leaves the others with the workers", async () => {
    const { specs } = await read(
      `executor: { aws_batch: { ${AWS} } }\nbacktests:\n  here: { ${BLOCK}, executor: engine }\n  there: { ${BLOCK} }`,
    );
    expect(specs.map(({ name, executor }) => [name, executor])).toEqual([
      ["here", undefined],
      ["there", "aws_batch"],
    ]);
  });

  it("says all that is missing at once, and where to set it", async () => {
    const { specs, said } = await read(`backtest: { ${BLOCK}, executor: { aws_batch: { queue: q } } }`);
    expect(specs).toEqual([]);
    expect(said).toEqual(["error DAG_KEY_MISSING: AWS Batch needs definition, bucket, region."]);
  });

  it.each([
    ["bucket: s3://my-bucket", "bucket is"],
    ["bucket: My_Bucket", "bucket is"],
    ["region: Ireland", "region is"],
    ['queue: "a b"', "queue is"],
    ["prefix: ../up", "prefix is"],
    ['prefix: "a//b"', "prefix is"],
    ["endpoint: localhost:5000", "endpoint is"],
    ["endpoint: http://user:secret@host", "endpoint is"],
    ["max_parallel: 0", ""],
    ["max_parallel: 10001", ""],
    ["queu: q", "no key"],
  ])("refuses %s", async (text, message) => {
    const known = text.split(":")[0] ?? "";
    const rest = AWS.split(", ").filter((each) => !each.startsWith(`${known}:`));
    const { specs, said } = await read(
      `backtest: { ${BLOCK}, executor: { aws_batch: { ${[...rest, text].join(", ")} } } }`,
    );
    expect(specs).toEqual([]);
    expect(said.join("\n")).toContain(message);
  });

  it("computes scripts too", async () => {
    const script = "script: ./run.sh, start_date: 2020-01-01, end_date: 2020-12-31";
    const text = `id: a\nexecutor: { aws_batch: { ${AWS} } }\nbacktest: { ${script} }`;
    const { spec } = await loadText(text, worldOf({ "run.sh": "#!/bin/sh" }));
    expect(spec?.backtests[0]).toMatchObject({ executor: "aws_batch", aws: USUAL, strategy: { kind: "script" } });
  });

  it("refuses a number of jobs from the environment that is none", async () => {
    const { said } = await read(`executor: aws_batch\nbacktest: { ${BLOCK} }`, {
      ...ALL,
      NIGHTGRID_BATCH_MAX_PARALLEL: "many",
    });
    expect(said).toEqual([
      'error DAG_VALUE_INVALID: NIGHTGRID_BATCH_MAX_PARALLEL is "many", which is no number from 1 to 10,000.',
    ]);
  });
});

describe("names of the framework from which people come", () => {
  const OLD = "batch_job_queue: q, batch_job_definition: d, s3_bucket: my-bucket, db_config: { host: db }";

  it("are understood, each with a note", async () => {
    const { specs, said } = await read(`backtest: { ${BLOCK}, ${OLD} }`, { AWS_REGION: "eu-west-1" });
    expect(specs[0]).toMatchObject({ executor: "aws_batch", aws: USUAL });
    expect(said).toEqual([
      "warning DAG_KEY_UNKNOWN: batch_job_queue is an old name: it is read as executor.aws_batch.queue.",
      "warning DAG_KEY_UNKNOWN: batch_job_definition is an old name: it is read as executor.aws_batch.definition.",
      "warning DAG_KEY_UNKNOWN: s3_bucket is an old name: it is read as executor.aws_batch.bucket.",
      "warning DAG_KEY_UNKNOWN: db_config is not used: jobs read and write the bucket, and no database.",
    ]);
  });

  it("are understood at the DAG, and a new name beside an old one wins", async () => {
    const text = `batch_job_queue: old\nexecutor: { aws_batch: { ${AWS} } }\nbacktest: { ${BLOCK} }`;
    const { specs, said } = await read(text);
    expect(specs[0]?.aws?.queue).toBe("q");
    expect(said).toHaveLength(1);
  });

  it("of which only db_config is there choose no executor", async () => {
    const { specs } = await read(`backtest: { ${BLOCK}, db_config: x }`, ALL);
    expect(specs[0]?.executor).toBeUndefined();
  });
});
