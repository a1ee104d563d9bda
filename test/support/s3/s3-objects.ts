import { createHash, randomBytes } from "node:crypto";
import type { S3Refusal } from "./s3-signature.ts";

export interface S3Request {
  readonly op: S3Op;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

export const S3_OPS = [
  "PutObject",
  "GetObject",
  "HeadObject",
  "ListObjectsV2",
  "DeleteObjects",
  "CreateMultipartUpload",
  "UploadPart",
  "CompleteMultipartUpload",
  "AbortMultipartUpload",
  "ListMultipartUploads",
] as const;
export type S3Op = (typeof S3_OPS)[number];

export interface StoredObject {
  body: Buffer;
  readonly etag: string;
  readonly changedAt: Date;
}

interface Upload {
  readonly key: string;
  readonly begunAt: Date;
  readonly parts: Map<number, StoredObject>;
}

/** What a server has. Keys have their bucket before them. */
export interface S3Objects {
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, Upload>;
  handle(this: void, request: S3Request): S3Answer | S3Refusal;
}

const LEAST_PART = 5 * 1024 * 1024;

export function createS3Objects(pageSize: number): S3Objects {
  const objects = new Map<string, StoredObject>();
  const uploads = new Map<string, Upload>();
  const absent = { status: 404, code: "NoSuchKey", message: "The specified key does not exist." };
  const noUpload = { status: 404, code: "NoSuchUpload", message: "The specified upload does not exist." };
  const HANDLERS: Readonly<Record<S3Op, (request: S3Request) => S3Answer | S3Refusal>> = {
    PutObject({ key, headers, body }) {
      if (headers["if-none-match"] === "*" && objects.has(key)) {
        return { status: 412, code: "PreconditionFailed", message: "At least one of the pre-conditions did not hold" };
      }
      const stored = storedOf(body);
      objects.set(key, stored);
      return answer("", { etag: stored.etag });
    },
    GetObject: ({ key }) => {
      const found = objects.get(key);
      return found === undefined ? absent : answer(found.body, { etag: found.etag });
    },
    HeadObject: ({ key }) => {
      const found = objects.get(key);
      if (found === undefined) return { ...absent, code: "NotFound" };
      return answer("", { etag: found.etag, "content-length": String(found.body.length) });
    },
    ListObjectsV2({ bucket, query }) {
      const prefix = `${bucket}/${query.get("prefix") ?? ""}`;
      const after = Buffer.from(query.get("continuation-token") ?? "", "base64url").toString();
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > `${bucket}/${after}`);
      const page = keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).slice(0, pageSize);
      const contents = page.map((key) => {
        const { body = Buffer.alloc(0), changedAt = new Date(0) } = objects.get(key) ?? {};
        const own = escapeXml(key.slice(bucket.length + 1));
        return `<Contents><Key>${own}</Key><Size>${body.length}</Size><LastModified>${changedAt.toISOString()}</LastModified></Contents>`;
      });
      const last = Buffer.from((page.at(-1) ?? "").slice(bucket.length + 1)).toString("base64url");
      const more = keys.length > page.length ? `<NextContinuationToken>${last}</NextContinuationToken>` : "";
      return xml("ListBucketResult", `<IsTruncated>${more !== ""}</IsTruncated>${more}${contents.join("")}`);
    },
    DeleteObjects({ bucket, body }) {
      const keys = [...body.toString().matchAll(/<Key>(.*?)<\/Key>/gs)].map(([, key = ""]) => unescapeXml(key));
      for (const key of keys) objects.delete(`${bucket}/${key}`);
      return xml("DeleteResult", "");
    },
    CreateMultipartUpload({ bucket, key }) {
      const id = randomBytes(8).toString("hex");
      uploads.set(id, { key, begunAt: new Date(), parts: new Map() });
      const own = `<Bucket>${bucket}</Bucket><Key>${escapeXml(key)}</Key><UploadId>${id}</UploadId>`;
      return xml("InitiateMultipartUploadResult", own);
    },
    UploadPart({ query, body, headers }) {
      const upload = uploads.get(query.get("uploadId") ?? "");
      if (upload === undefined) return noUpload;
      const part = storedOf(body);
      upload.parts.set(Number(query.get("partNumber")), part);
      const checksum = headers["x-amz-checksum-sha256"];
      return answer("", { etag: part.etag, ...(checksum !== undefined && { "x-amz-checksum-sha256": checksum }) });
    },
    CompleteMultipartUpload({ key, query, body }) {
      const id = query.get("uploadId") ?? "";
      const upload = uploads.get(id);
      if (upload === undefined) return noUpload;
      const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, part]) => Number(part));
      const parts = named.map((part) => upload.parts.get(part)?.body);
      const whole = parts.flatMap((part) => part ?? []);
      if (whole.length !== parts.length || whole.length === 0) {
        return { status: 400, code: "InvalidPart", message: "One or more of the specified parts could not be found" };
      }
      if (whole.slice(0, -1).some((part) => part.length < LEAST_PART)) {
        return { status: 400, code: "EntityTooSmall", message: "A part is smaller than the minimum" };
      }
      uploads.delete(id);
      objects.set(key, storedOf(Buffer.concat(whole)));
      return xml("CompleteMultipartUploadResult", `<Key>${escapeXml(key)}</Key>`);
    },
    AbortMultipartUpload: ({ query }) =>
      uploads.delete(query.get("uploadId") ?? "") ? { ...answer("", {}), status: 204 } : noUpload,
    ListMultipartUploads({ bucket, query }) {
      const prefix = `${bucket}/${query.get("prefix") ?? ""}`;
      const found = [...uploads].filter(([, { key }]) => key.startsWith(prefix));
      const listed = found.map(([id, { key, begunAt }]) => {
        const own = escapeXml(key.slice(bucket.length + 1));
        return `<Upload><Key>${own}</Key><UploadId>${id}</UploadId><Initiated>${begunAt.toISOString()}</Initiated></Upload>`;
      });
      return xml("ListMultipartUploadsResult", `<IsTruncated>false</IsTruncated>${listed.join("")}`);
    },
  };
  return {
    objects,
    uploads,
    handle(request) {
      const sent = request.headers["x-amz-checksum-sha256"];
      if (sent !== undefined && sent !== createHash("sha256").update(request.body).digest("base64")) {
        return { status: 400, code: "BadDigest", message: "The checksum did not match what was received" };
      }
      return HANDLERS[request.op](request);
    },
  };
}

function storedOf(body: Buffer): StoredObject {
  return { body, etag: `"${createHash("md5").update(body).digest("hex")}"`, changedAt: new Date() };
}

function answer(body: Buffer | string, headers: Readonly<Record<string, string>>): S3Answer {
  return { status: 200, headers, body };
}

function xml(root: string, inside: string): S3Answer {
  return answer(`<?xml version="1.0" encoding="UTF-8"?><${root}>${inside}</${root}>`, {
    "content-type": "application/xml",
  });
}

export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function unescapeXml(text: string): string {
  const SIGNS: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replaceAll(/&(#x?[0-9a-fA-F]+|\w+);/g, (_, name: string) =>
    name.startsWith("#")
      ? String.fromCodePoint(Number(name.startsWith("#x") ? `0x${name.slice(2)}` : name.slice(1)))
      : (SIGNS[name] ?? ""),
  );
}
