import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type BatchStub, createBatchStub, type BatchStubParts } from "./batch-stub.ts";
import { createS3Stub, type S3Stub } from "./s3-stub.ts";
import { applyFault, type StubFault } from "./stub-faults.ts";

/** AWS Batch and S3 over HTTP on this host, with AWS's semantics as far as Nightgrid relies on them. */
export interface AwsStub extends AsyncDisposable {
  readonly url: string;
  /** Kinds of all requests, in their order. */
  readonly requests: readonly string[];
  readonly batch: BatchStub;
  readonly s3: Pick<S3Stub, "objects" | "buckets">;
  /** From now on; earlier requests of that kind do not count. */
  fail(fault: StubFault): void;
  /** From now on nothing fails. */
  heal(): void;
}

export interface AwsStubParts extends Partial<BatchStubParts> {
  /** Keys in a page of a listing; S3 has 1,000. */
  readonly pageSize?: number;
}

export const QUEUE = "nightgrid";
export const DEFINITION = "nightgrid-cell";
export const BUCKET = "nightgrid-results";

const OPS: Readonly<Record<string, string>> = {
  "/v1/submitjob": "SubmitJob",
  "/v1/describejobs": "DescribeJobs",
  "/v1/listjobs": "ListJobs",
  "/v1/terminatejob": "TerminateJob",
};

export async function startAwsStub(parts: AwsStubParts = {}): Promise<AwsStub> {
  const batch = createBatchStub({
    queues: new Set([QUEUE]),
    definitions: new Set([DEFINITION]),
    fateOf: () => ({ kind: "works" }),
    work: async () => 0,
    isStubborn: () => false,
    listLag: () => 0,
    ...parts,
  });
  const s3 = createS3Stub(parts.pageSize ?? 1000);
  s3.buckets.add(BUCKET);
  const requests: string[] = [];
  const faults: { readonly fault: StubFault; seen: number }[] = [];

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const batchOp = OPS[request.url ?? ""];
    const op = batchOp ?? s3.opOf(request);
    requests.push(op);
    const fault = nextFault(faults, op);
    const format = batchOp === undefined ? s3.format : batch.format;
    if (request.headers.authorization === undefined) {
      return format.refuse(response, { status: 403, name: "MissingAuthenticationToken", message: "Missing token" });
    }
    const isDone = fault === null || fault.isDone === true;
    if (batchOp === undefined && isDone) await s3.handle(request, response, fault === null);
    else {
      const body = await text(request);
      if (isDone) batch.handle(op, JSON.parse(body) as Record<string, unknown>, response, fault === null);
    }
    if (fault !== null) applyFault(response, fault, format);
  };
  const server = createServer((request, response) => {
    // One that hung up has no use for an answer.
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    batch,
    s3,
    fail: (fault) => void faults.push({ fault, seen: 0 }),
    heal: () => void (faults.length = 0),
    async [Symbol.asyncDispose]() {
      batch.end();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function nextFault(faults: readonly { readonly fault: StubFault; seen: number }[], op: string): StubFault | null {
  let found: StubFault | null = null;
  for (const each of faults) {
    if (each.fault.op !== op) continue;
    each.seen++;
    if (each.fault.nth === undefined || each.fault.nth === each.seen) found ??= each.fault;
  }
  return found;
}
