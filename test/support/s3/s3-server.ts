import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { createS3Objects, escapeXml, type S3Answer, type S3Objects, type S3Op } from "./s3-objects.ts";
import { refuseSignature, type S3Keys, type S3Refusal } from "./s3-signature.ts";

/** What goes wrong with the `nth` request of a kind, counted from 1; with each of them, if `nth` is absent. */
export interface S3Fault {
  readonly op: S3Op;
  readonly nth?: number;
  /** `reset` hangs up, `hang` never answers, `cut` hangs up in the middle of the answer's body, `stall` stops there. */
  readonly how: "busy" | "reset" | "hang" | "cut" | "stall" | S3Refusal;
}

/**
 * S3 over HTTP on this host, in memory: signatures and checksums are looked at, uploads in parts are put together, listings
 * have pages, and If-None-Match holds. The same tests run against a server of others (`npm run test:aws`).
 */
export interface S3Server extends AsyncDisposable, Pick<S3Objects, "objects" | "uploads"> {
  readonly url: string;
  readonly bucket: string;
  readonly keys: S3Keys;
  /** Kinds of all requests, in their order. */
  readonly requests: readonly S3Op[];
  fail(fault: S3Fault): void;
  heal(): void;
}

export async function startS3Server({ pageSize = 1000 }: { readonly pageSize?: number } = {}): Promise<S3Server> {
  const keys = { accessKeyId: "AKIATESTTESTTESTTEST", secretAccessKey: "test-secret" };
  const bucket = "nightgrid-files";
  const { objects, uploads, handle } = createS3Objects(pageSize);
  const requests: S3Op[] = [];
  const faults: { readonly fault: S3Fault; seen: number }[] = [];

  const answerOf = async (request: IncomingMessage): Promise<readonly [S3Answer | S3Refusal, S3Fault | null]> => {
    const body = await buffer(request);
    const url = new URL(request.url ?? "", "http://s3");
    const [, named = "", ...rest] = url.pathname.split("/").map(decodeURIComponent);
    const path = rest.join("/");
    const op = opOf(request.method ?? "", path, url.searchParams);
    if (op === null)
      return [{ status: 501, code: "NotImplemented", message: `${request.method} ${request.url}` }, null];
    requests.push(op);
    const fault = nextFault(faults, op);
    const refusal = refuseSignature(request, body, keys);
    if (refusal !== null) return [refusal, fault];
    if (named !== bucket) return [{ status: 404, code: "NoSuchBucket", message: "There is no such bucket" }, fault];
    if (fault !== null && fault.how !== "cut" && fault.how !== "stall") return [ILL, fault];
    const headers = request.headers as Readonly<Record<string, string | undefined>>;
    return [handle({ op, bucket, key: `${bucket}/${path}`, query: url.searchParams, headers, body }), fault];
  };
  const server = createServer((request, response) => {
    answerOf(request)
      .then(([answer, fault]) => send(response, answer, fault))
      // One that hung up has no use for an answer.
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket,
    keys,
    objects,
    uploads,
    requests,
    fail: (fault) => void faults.push({ fault, seen: 0 }),
    heal: () => void (faults.length = 0),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const ILL: S3Refusal = { status: 503, code: "SlowDown", message: "Please reduce your request rate." };

function send(response: ServerResponse, answer: S3Answer | S3Refusal, fault: S3Fault | null): void {
  const how = fault?.how;
  if (how === "hang") return;
  if (how === "reset") return void response.socket?.destroy();
  const refusal = typeof how === "object" ? how : how === "busy" ? ILL : "code" in answer ? answer : null;
  if (refusal !== null) {
    const text = `<Error><Code>${refusal.code}</Code><Message>${escapeXml(refusal.message)}</Message></Error>`;
    response.writeHead(refusal.status, { "content-type": "application/xml" }).end(text);
    return;
  }
  if ("code" in answer) return;
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { "content-length": String(body.length), ...answer.headers });
  if (how !== "cut" && how !== "stall") return void response.end(body);
  response.write(body.subarray(0, body.length >> 1), () => {
    if (how === "cut") response.socket?.destroy();
  });
}

function opOf(method: string, path: string, query: URLSearchParams): S3Op | null {
  const has = (name: string): boolean => query.has(name);
  if (path === "") {
    if (method === "GET") return has("uploads") ? "ListMultipartUploads" : "ListObjectsV2";
    return method === "POST" && has("delete") ? "DeleteObjects" : null;
  }
  switch (method) {
    case "PUT":
      return has("uploadId") ? "UploadPart" : "PutObject";
    case "GET":
      return "GetObject";
    case "HEAD":
      return "HeadObject";
    case "POST":
      return has("uploads") ? "CreateMultipartUpload" : has("uploadId") ? "CompleteMultipartUpload" : null;
    case "DELETE":
      return has("uploadId") ? "AbortMultipartUpload" : null;
  }
  return null;
}

function nextFault(faults: readonly { readonly fault: S3Fault; seen: number }[], op: S3Op): S3Fault | null {
  let found: S3Fault | null = null;
  for (const each of faults) {
    if (each.fault.op !== op) continue;
    each.seen++;
    if (each.fault.nth === undefined || each.fault.nth === each.seen) found ??= each.fault;
  }
  return found;
}
