import { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { type AwsPlace, clientOptions } from "../aws/client-options.ts";
import type { AwsWords } from "../aws/aws-words.ts";
import { explainAwsError } from "../aws/explain-aws-error.ts";
import type { Depot, FoundObject } from "../depot.ts";
import { checkKey } from "../depot-key.ts";
import { loadS3Sdk, type S3Sdk } from "./load-s3-sdk.ts";
import { removeUploads } from "./remove-uploads.ts";
import { uploadFile } from "./upload-file.ts";
import { whileItMoves } from "./while-it-moves.ts";

export interface S3Place extends AwsPlace {
  readonly bucket: string;
  /** Before all keys, without `/` at its ends; empty for none. */
  readonly prefix: string;
  /** `endpoint/bucket/key` rather than `bucket.endpoint/key`. Default: where there is an endpoint, since few others than AWS have an address per bucket. */
  readonly isPathStyle?: boolean;
  readonly words: AwsWords;
}

/** The client of one bucket, and how its errors are told. */
export interface S3Bucket {
  readonly sdk: S3Sdk;
  readonly client: S3Client;
  readonly bucket: string;
  /** @param right that the request needs, such as `s3:PutObject` */
  asked<T>(this: void, right: string, work: () => Promise<T>): Promise<T>;
}

/** Of each request, by the SDK; it waits between them. */
const TRIES = 3;
const MOST_KEYS_AT_ONCE = 1000;
/** An answer whose next bytes take longer than this is one that was cut. */
const LONGEST_STALL_MS = 30_000;

/** A bucket of S3, or of a server that speaks as S3 does. AWS's package is loaded with the first request. */
export function s3Depot(place: S3Place): Depot {
  const { bucket: Bucket, prefix, requestTimeoutMs } = place;
  const openBucket = openedOnce(place);
  const below = (key: string): string => (prefix === "" ? key : `${prefix}/${key}`);
  const full = (key: string): string => below(checkKey(key));
  const address = `s3://${Bucket}${prefix === "" ? "" : `/${prefix}`}`;
  return {
    address,
    addressOf: (key) => `${address}/${key}`,
    async put(key, Body) {
      const { sdk, client, asked } = await openBucket();
      await asked("s3:PutObject", () => client.send(new sdk.PutObjectCommand({ Bucket, Key: full(key), Body })));
    },
    async putNew(key, Body) {
      const { sdk, client, asked } = await openBucket();
      return asked("s3:PutObject", async () => {
        try {
          await client.send(new sdk.PutObjectCommand({ Bucket, Key: full(key), Body, IfNoneMatch: "*" }));
          return true;
        } catch (error) {
          if (error instanceof Error && error.name === "PreconditionFailed") return false;
          throw error;
        }
      });
    },
    putFile: async (key, file, signal) =>
      uploadFile(await openBucket(), { key: full(key), file, ...(signal && { signal }) }),
    async get(key) {
      const { sdk, client, asked } = await openBucket();
      return asked("s3:GetObject", () =>
        orNull(sdk, async () => {
          const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key: full(key) }));
          return Body === undefined ? new Uint8Array() : await Body.transformToByteArray();
        }),
      );
    },
    async open(key) {
      const { sdk, client, asked } = await openBucket();
      return asked("s3:GetObject", () =>
        orNull(sdk, async () => {
          const answer = await client.send(new sdk.GetObjectCommand({ Bucket, Key: full(key) }));
          const body = answer.Body instanceof Readable ? answer.Body : Readable.from([]);
          const moving = whileItMoves(body, Math.min(LONGEST_STALL_MS, requestTimeoutMs));
          return { bytes: answer.ContentLength ?? 0, body: Readable.from(moving, { objectMode: false }) };
        }),
      );
    },
    async sizeOf(key) {
      const { sdk, client, asked } = await openBucket();
      return asked("s3:GetObject", () =>
        orNull(sdk, async () => {
          const { ContentLength } = await client.send(new sdk.HeadObjectCommand({ Bucket, Key: full(key) }));
          return ContentLength ?? 0;
        }),
      );
    },
    async *list(from) {
      const { sdk, client, asked } = await openBucket();
      const pages = sdk.paginateListObjectsV2({ client }, { Bucket, Prefix: below(from) });
      for (;;) {
        const next = await asked("s3:ListBucket", () => pages.next());
        if (next.done === true) return;
        for (const { Key, Size = 0, LastModified } of next.value.Contents ?? []) {
          if (Key === undefined) continue;
          const key = prefix === "" ? Key : Key.slice(prefix.length + 1);
          yield { key, bytes: Size, changedAt: LastModified ?? new Date(0) } satisfies FoundObject;
        }
      }
    },
    async remove(keys) {
      const { sdk, client, asked } = await openBucket();
      for (let at = 0; at < keys.length; at += MOST_KEYS_AT_ONCE) {
        const Objects = keys.slice(at, at + MOST_KEYS_AT_ONCE).map((key) => ({ Key: full(key) }));
        await asked("s3:DeleteObject", async () => {
          const request = new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } });
          const [failed] = (await client.send(request)).Errors ?? [];
          if (failed === undefined) return;
          throw Object.assign(new Error(failed.Message ?? failed.Key ?? ""), { name: failed.Code ?? "DeleteFailed" });
        });
      }
    },
    removeUnfinished: async (before) => removeUploads(await openBucket(), below(""), before),
    close: () => void openBucket.opened()?.then(({ client }) => client.destroy(), ignore),
  };
}

/** One client for all requests, made for the first of them; when that fails, the next request tries again. */
function openedOnce(place: S3Place) {
  let opened: Promise<S3Bucket> | undefined;
  const open = (): Promise<S3Bucket> => {
    opened ??= openS3(place).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return Object.assign(open, { opened: () => opened });
}

async function openS3(place: S3Place): Promise<S3Bucket> {
  const { bucket, region, endpoint, isPathStyle = endpoint !== undefined, words } = place;
  const sdk = await loadS3Sdk();
  const client = new sdk.S3Client({ ...clientOptions(place), maxAttempts: TRIES, forcePathStyle: isPathStyle });
  return {
    sdk,
    client,
    bucket,
    async asked(action, work) {
      try {
        return await work();
      } catch (error) {
        throw explainAwsError(error, { action, region, on: bucket, words });
      }
    },
  };
}

/** A HEAD has no body to name its error in. */
async function orNull<T>(sdk: S3Sdk, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof sdk.NoSuchKey || error instanceof sdk.NotFound) return null;
    throw error;
  }
}

function ignore(): void {}
