import type { AwsBatchSpec } from "../../../core/spec/aws-batch-spec.ts";
import { type AwsPlace, clientOptions } from "./client-options.ts";
import { explainAwsError } from "./explain-aws-error.ts";
import { loadS3Sdk } from "./load-sdk.ts";

/** Objects of one bucket. All of it @throws AppError AWS_REFUSED or OUTSIDE_UNREACHABLE. */
export interface ObjectStore {
  put(key: string, body: Uint8Array): Promise<void>;
  /** False when there is one already: the first one stays. */
  putNew(key: string, body: Uint8Array): Promise<boolean>;
  /** Null when there is none. */
  get(key: string): Promise<Uint8Array | null>;
  /** All keys that begin so, in their order. */
  list(prefix: string): Promise<readonly string[]>;
  close(): void;
}

const TRIES = 3;

export async function openObjectStore(place: AwsPlace & Pick<AwsBatchSpec, "bucket">): Promise<ObjectStore> {
  const sdk = await loadS3Sdk();
  const { bucket: Bucket, region, endpoint } = place;
  const client = new sdk.S3Client({
    ...clientOptions(place),
    maxAttempts: TRIES,
    // Servers other than AWS have no address per bucket.
    forcePathStyle: endpoint !== undefined,
  });
  const asked = async <T>(action: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw explainAwsError(error, { action, region, on: Bucket });
    }
  };
  return {
    put: (Key, Body) =>
      asked("s3:PutObject", async () => {
        await client.send(new sdk.PutObjectCommand({ Bucket, Key, Body }));
      }),
    putNew: (Key, Body) =>
      asked("s3:PutObject", async () => {
        try {
          await client.send(new sdk.PutObjectCommand({ Bucket, Key, Body, IfNoneMatch: "*" }));
          return true;
        } catch (error) {
          if (error instanceof Error && error.name === "PreconditionFailed") return false;
          throw error;
        }
      }),
    get: (Key) =>
      asked("s3:GetObject", async () => {
        try {
          const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key }));
          return Body === undefined ? new Uint8Array() : await Body.transformToByteArray();
        } catch (error) {
          if (error instanceof sdk.NoSuchKey) return null;
          throw error;
        }
      }),
    list: (Prefix) =>
      asked("s3:ListBucket", async () => {
        const keys: string[] = [];
        for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket, Prefix })) {
          for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
        }
        return keys;
      }),
    close: () => client.destroy(),
  };
}
