import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../../src/core/errors/app-error.ts";
import { loadAwsPackage } from "../../../src/depot/aws/load-aws-package.ts";
import { type BatchService, openBatchService } from "../../../src/executors/aws-batch/client/batch-service.ts";
import type { Depot } from "../../../src/depot/depot.ts";
import { keysIn } from "../../../src/depot/keys-in.ts";
import { batchDepot } from "../../../src/executors/aws-batch/services.ts";
import { type AwsStub, startAwsStub } from "../../support/aws/aws-stub.ts";
import { FAKE_KEY, useFakeCredentials } from "../../support/aws/fake-credentials.ts";
import { sampleAws } from "../../support/aws/sample-aws.ts";
import type { AwsBatchSpec } from "../../../src/core/spec/aws-batch-spec.ts";

useFakeCredentials();
const NEVER = new AbortController().signal;
const JOB = { name: "ng-1", size: 3, command: ["nightgrid"], env: { A: "1" }, timeoutSeconds: null };

let stub: AwsStub;
let batch: BatchService;
let store: Depot;
beforeEach(async () => {
  stub = await startAwsStub({ pageSize: 3, fateOf: () => ({ kind: "held" }) });
  [batch, store] = await open();
});
afterEach(async () => {
  batch.close();
  store.close();
  await stub[Symbol.asyncDispose]();
});

function open(changes: Partial<AwsBatchSpec> = {}): Promise<[BatchService, Depot]> {
  const place = { ...sampleAws(stub.url, changes), requestTimeoutMs: 300 };
  return openBatchService(place).then((opened) => [opened, batchDepot(place)]);
}

const bytes = (text: string): Buffer => Buffer.from(text);

describe("jobs", () => {
  it("are submitted, described 100 at a time, found by their name and ended", async () => {
    const id = await batch.submit(JOB, NEVER);
    expect(await batch.describe([id, ...Array.from({ length: 150 }, (_, i) => `unknown-${i}`)])).toMatchObject([
      { jobId: id, state: "PENDING", children: { RUNNING: 3 } },
    ]);
    expect(stub.requests.filter((op) => op === "DescribeJobs")).toHaveLength(2);
    expect(await batch.findByName("ng-1")).toMatchObject([{ jobId: id }]);
    expect(await batch.findByName("NG-1")).toEqual([]);
    expect(await batch.children(id, "RUNNING")).toHaveLength(3);
    await batch.terminate(id, "nightgrid: done");
    expect(await batch.children(id, "FAILED")).toMatchObject(
      [0, 1, 2].map((index) => ({ index, reason: "nightgrid: done" })),
    );
    expect(await batch.describe([id])).toMatchObject([{ state: "FAILED" }]);
  });

  it("of an array are listed in pages", async () => {
    const id = await batch.submit({ ...JOB, size: 250 }, NEVER);
    expect((await batch.children(id, "RUNNING")).map(({ index }) => index)).toEqual(
      Array.from({ length: 250 }, (_, index) => index),
    );
    expect(await batch.children(id, "RUNNING", 1)).toHaveLength(1);
  });
});

describe("objects", () => {
  it("are read, listed in pages, and the first of a name stays", async () => {
    const keys = Array.from({ length: 7 }, (_, i) => `a/${i} ü`);
    for (const key of keys) await store.put(key, bytes(key));
    expect(await keysIn(store, "a/")).toEqual(keys);
    expect(await store.get("a/nothing")).toBeNull();
    const won = await Promise.all(Array.from({ length: 8 }, (_, i) => store.putNew("b", bytes(String(i)))));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(Buffer.from((await store.get("b")) ?? []).toString()).toBe(String(won.indexOf(true)));
  });
});

const WORK = {
  SubmitJob: () => batch.submit(JOB, NEVER),
  DescribeJobs: () => batch.describe(["x"]),
  ListJobs: () => batch.findByName("x"),
  TerminateJob: () => batch.terminate("x", "y"),
  PutObject: () => store.put("k", bytes("v")),
  GetObject: () => store.get("k"),
  ListObjectsV2: () => keysIn(store, ""),
} as const;

describe.each(Object.entries(WORK))("when %s fails", (op, ask) => {
  it.each([429, 500, "reset", "hang"] as const)("by %s, it is asked again later", async (http) => {
    stub.fail({ op, http });
    await expect(ask()).rejects.toMatchObject({ code: "OUTSIDE_UNREACHABLE" });
    expect(stub.requests).toHaveLength(op === "SubmitJob" ? 1 : 3);
  });

  it("for want of a right, the right is named", async () => {
    stub.fail({ op, http: { status: 403, name: "AccessDeniedException", message: "User is not authorized" } });
    await expect(ask()).rejects.toMatchObject({
      code: "AWS_REFUSED",
      message: expect.stringMatching(/does not let these credentials do (batch|s3):\w+ on "nightgrid/),
    });
    expect(stub.requests).toHaveLength(1);
  });
});

describe("what is wrong is said in one sentence", () => {
  const message = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => "nothing",
      (error: unknown) => (error instanceof AppError ? `${error.code}: ${error.message}` : String(error)),
    );

  it("a queue, a definition, a bucket that are not there", async () => {
    const [other, elsewhere] = await open({ queue: "other", bucket: "not-there" });
    const [undefinedJob] = await open({ definition: "other" });
    expect(await message(other.submit(JOB, NEVER))).toMatch(/^AWS_REFUSED: .*JobQueue other not found/);
    expect(await message(undefinedJob.submit(JOB, NEVER))).toMatch(/^AWS_REFUSED: .*JobDefinition other not found/);
    expect(await message(elsewhere.put("k", bytes("v")))).toBe('AWS_REFUSED: There is no bucket "not-there"');
  });

  it("a region that is none, or not that of the bucket", async () => {
    stub.fail({ op: "PutObject", http: { status: 301, name: "PermanentRedirect", message: "endpoint" } });
    expect(await message(store.put("k", bytes("v")))).toBe(
      'AWS_REFUSED: The bucket "nightgrid-results" is not in the region "eu-west-1"',
    );
    const { endpoint: _, ...nowhere } = sampleAws(stub.url, { region: "xx-nowhere-9" });
    const wrong = await openBatchService({ ...nowhere, requestTimeoutMs: 5000 });
    const said = await message(wrong.describe(["x"]));
    // Where this host has no name server at all, that passes.
    expect(said).toMatch(/^AWS_REFUSED: AWS has no address for the region "xx-nowhere-9"|EAI_AGAIN/);
  });

  it("no credentials, old ones, and never the keys", async () => {
    stub.fail({
      op: "SubmitJob",
      http: { status: 403, name: "ExpiredTokenException", message: `${FAKE_KEY} expired` },
    });
    expect(await message(batch.submit(JOB, NEVER))).toBe(
      "AWS_REFUSED: AWS does not accept the credentials (ExpiredTokenException)",
    );
    stub.fail({ op: "PutObject", http: { status: 400, name: "Odd", message: `${FAKE_KEY} is odd` } });
    expect(await message(store.put("k", bytes("v")))).toContain("*** is odd");
    const key = process.env["AWS_ACCESS_KEY_ID"];
    delete process.env["AWS_ACCESS_KEY_ID"];
    try {
      const [anonymous] = await open();
      expect(await message(anonymous.submit(JOB, NEVER))).toBe("AWS_REFUSED: There are no AWS credentials");
    } finally {
      process.env["AWS_ACCESS_KEY_ID"] = key;
    }
  });

  it("packages that are not installed", async () => {
    const missing = Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
    const packages = "@aws-sdk/client-batch";
    await expect(loadAwsPackage(() => Promise.reject(missing), { whose: "It", packages })).rejects.toMatchObject({
      code: "PACKAGE_MISSING",
      hint: expect.stringContaining("npm install @aws-sdk/client-batch"),
    });
  });
});
