import { Readable } from "node:stream";
import type { Depot, FoundObject } from "../depot.ts";
import { checkKey } from "../depot-key.ts";
import type { S3Sdk } from "./load-s3-sdk.ts";
import { removeUploads } from "./remove-uploads.ts";
import { openedOnce, type S3Place } from "./s3-bucket.ts";
import { uploadFile } from "./upload-file.ts";
import { whileItMoves } from "./while-it-moves.ts";

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
