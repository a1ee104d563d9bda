import { type FileHandle, open } from "node:fs/promises";
import type { CompletedPart } from "@aws-sdk/client-s3";
import type { S3Bucket } from "./s3-bucket.ts";

export interface Upload {
  /** With its prefix. */
  readonly key: string;
  readonly file: string;
  readonly signal?: AbortSignal;
}

const MIB = 1024 * 1024;
/** The least that S3 takes for a part but the last. Small, so that one crosses a slow line within the time of a request. */
const PART_BYTES = 5 * MIB;
/** S3 takes no more of them: parts of large files are larger. */
const MOST_PARTS = 10_000;
const AT_A_TIME = 3;

/**
 * Puts a file as one object: at once when it is small, else in parts, of which nobody sees anything before the last is
 * there. Each has a SHA-256 that the server checks. When it fails, or `signal` fires, the parts are taken away.
 *
 * @throws the reason of `signal`; AppError as the bucket's
 */
export async function uploadFile(s3: S3Bucket, upload: Upload): Promise<void> {
  const { sdk, client, bucket: Bucket, asked } = s3;
  const { key: Key, file, signal } = upload;
  await using handle = await open(file, "r");
  const { size } = await handle.stat();
  signal?.throwIfAborted();
  if (size > PART_BYTES) return await uploadInParts(s3, upload, { handle, size });
  const Body = await readPart(handle, 0, size);
  const command = new sdk.PutObjectCommand({ Bucket, Key, Body, ChecksumAlgorithm: "SHA256" });
  await asked("s3:PutObject", () => client.send(command, withSignal(signal))).catch(thatOf(signal));
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly size: number;
}

async function uploadInParts(s3: S3Bucket, upload: Upload, { handle, size }: OpenFile): Promise<void> {
  const { sdk, client, bucket: Bucket, asked } = s3;
  const { key: Key, signal } = upload;
  const begin = new sdk.CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: "SHA256" });
  const { UploadId } = await asked("s3:PutObject", () => client.send(begin, withSignal(signal)));
  const id = { Bucket, Key, UploadId };
  try {
    const partBytes = Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS));
    const count = Math.ceil(size / partBytes);
    const parts: CompletedPart[] = [];
    let next = 0;
    const broken = new AbortController();
    const putParts = async (): Promise<void> => {
      while (next < count && !broken.signal.aborted) {
        const index = next++;
        const Body = await readPart(handle, index * partBytes, Math.min(partBytes, size - index * partBytes));
        const request = { ...id, PartNumber: index + 1, Body, ChecksumAlgorithm: "SHA256" } as const;
        const { ETag, ChecksumSHA256 } = await asked("s3:PutObject", () =>
          client.send(new sdk.UploadPartCommand(request), withSignal(signal)),
        );
        parts[index] = {
          PartNumber: index + 1,
          ...(ETag !== undefined && { ETag }),
          ...(ChecksumSHA256 !== undefined && { ChecksumSHA256 }),
        };
      }
    };
    const lanes = Array.from({ length: AT_A_TIME }, () =>
      putParts().catch((error: unknown) => {
        broken.abort();
        throw error;
      }),
    );
    // All of them end before the parts are taken away: one that comes later would stay.
    for (const lane of await Promise.allSettled(lanes)) if (lane.status === "rejected") throw lane.reason;
    signal?.throwIfAborted();
    await asked("s3:PutObject", () =>
      client.send(new sdk.CompleteMultipartUploadCommand({ ...id, MultipartUpload: { Parts: parts } })),
    );
  } catch (error) {
    await client.send(new sdk.AbortMultipartUploadCommand(id)).catch(ignore);
    return thatOf(signal)(error);
  }
}

/** Of a file that got shorter meanwhile, an error: it would not be whole. */
async function readPart(handle: FileHandle, from: number, length: number): Promise<Uint8Array> {
  const part = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(part, done, length - done, from + done);
    if (bytesRead === 0) throw new Error("The file got shorter while it was put into the depot");
    done += bytesRead;
  }
  return part;
}

function withSignal(signal: AbortSignal | undefined) {
  return signal === undefined ? {} : { abortSignal: signal };
}

/** Whoever fired the signal wants to hear its reason, not what became of the request. */
function thatOf(signal: AbortSignal | undefined): (error: unknown) => never {
  return (error) => {
    signal?.throwIfAborted();
    throw error;
  };
}

function ignore(): void {}
