import type { S3Client } from "@aws-sdk/client-s3";
import type { AwsWords } from "../aws/aws-words.ts";
import { type AwsPlace, clientOptions } from "../aws/client-options.ts";
import { explainAwsError } from "../aws/explain-aws-error.ts";
import { loadS3Sdk, type S3Sdk } from "./load-s3-sdk.ts";

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

/** One client for all requests, made for the first of them; when that fails, the next request tries again. */
export function openedOnce(place: S3Place) {
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
