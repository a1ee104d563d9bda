import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { FailureFormat, StubRefusal } from "./stub-faults.ts";

/** S3 as far as Nightgrid uses it: buckets are made by tests, keys are listed in pages. */
export interface S3Stub {
  /** By `bucket/key`. */
  readonly objects: Map<string, Buffer>;
  readonly buckets: Set<string>;
  readonly format: FailureFormat;
  opOf(request: IncomingMessage): string;
  /** Does it; `answer` is false when nobody is to hear of it. */
  handle(request: IncomingMessage, response: ServerResponse, answer: boolean): Promise<void>;
}

export function createS3Stub(pageSize: number): S3Stub {
  const objects = new Map<string, Buffer>();
  const buckets = new Set<string>();

  const put: Handler = async ({ request, key }) => {
    const body = await buffer(request);
    if (request.headers["if-none-match"] === "*" && objects.has(key)) {
      return { status: 412, name: "PreconditionFailed", message: "At least one of the pre-conditions did not hold" };
    }
    objects.set(key, body);
    return { headers: { etag: `"${createHash("md5").update(body).digest("hex")}"` }, body: "" };
  };
  const get: Handler = async ({ key }) => {
    const body = objects.get(key);
    if (body === undefined) return { status: 404, name: "NoSuchKey", message: "The specified key does not exist." };
    return { headers: { "content-type": "binary/octet-stream" }, body };
  };
  const list: Handler = async ({ bucket, query }) => {
    const prefix = query.get("prefix") ?? "";
    const after = query.get("continuation-token") ?? "";
    const keys = [...objects.keys()]
      .filter((each) => each.startsWith(`${bucket}/${prefix}`))
      .map((each) => each.slice(bucket.length + 1))
      .sort()
      .filter((key) => key > after);
    const page = keys.slice(0, pageSize);
    const isTruncated = keys.length > page.length;
    const contents = page.map((key) => `<Contents><Key>${escapeXml(key)}</Key><Size>1</Size></Contents>`).join("");
    const next = isTruncated ? `<NextContinuationToken>${escapeXml(page.at(-1) ?? "")}</NextContinuationToken>` : "";
    const body = `<ListBucketResult><Name>${bucket}</Name><KeyCount>${page.length}</KeyCount><IsTruncated>${isTruncated}</IsTruncated>${next}${contents}</ListBucketResult>`;
    return { headers: { "content-type": "application/xml" }, body };
  };
  const HANDLERS: Readonly<Record<string, Handler>> = { PutObject: put, GetObject: get, ListObjectsV2: list };

  const opOf = (request: IncomingMessage): string => {
    const { key, query } = placeOf(request);
    if (request.method === "PUT") return "PutObject";
    return query.has("list-type") && key === "" ? "ListObjectsV2" : "GetObject";
  };
  return {
    objects,
    buckets,
    opOf,
    format: {
      refuse,
      busy: {
        429: { status: 503, name: "SlowDown", message: "Please reduce your request rate." },
        500: { status: 500, name: "InternalError", message: "We encountered an internal error." },
      },
    },
    async handle(request, response, answer) {
      const { bucket, key, query } = placeOf(request);
      const known = buckets.has(bucket);
      const handler = HANDLERS[opOf(request)];
      const result =
        known && handler !== undefined
          ? await handler({ request, bucket, key: `${bucket}/${key}`, query })
          : { status: 404, name: "NoSuchBucket", message: "The specified bucket does not exist" };
      if (!answer) return;
      if ("status" in result) refuse(response, result);
      else response.writeHead(200, result.headers).end(result.body);
    },
  };
}

interface Asked {
  readonly request: IncomingMessage;
  readonly bucket: string;
  /** With its bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
}

type Handler = (
  asked: Asked,
) => Promise<StubRefusal | { readonly headers: Readonly<Record<string, string>>; readonly body: string | Buffer }>;

function placeOf({ url = "" }: IncomingMessage) {
  const { pathname, searchParams: query } = new URL(url, "http://stub");
  const [, bucket = "", ...rest] = pathname.split("/");
  return { bucket, key: decodeURIComponent(rest.join("/")), query };
}

function refuse(response: ServerResponse, { status, name, message }: StubRefusal): void {
  const body = `<?xml version="1.0"?><Error><Code>${name}</Code><Message>${escapeXml(message)}</Message></Error>`;
  response.writeHead(status, { "content-type": "application/xml" }).end(body);
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
