import type { Readable } from "node:stream";

/**
 * Where files lie that several hosts share: a folder, or a bucket of S3. Bytes are named by keys, which are paths with `/`
 * (`checkKey` says of what). What is there is there whole: nobody ever reads the half of what is being put.
 *
 * All of it @throws AppError: one code for what passes and may be asked again, another for what does not (`AwsWords`;
 * DEPOT_UNREACHABLE and DEPOT_REFUSED in a project's depot).
 */
export interface Depot {
  /** As people write it: `s3://bucket/prefix`, or an absolute folder. */
  readonly address: string;
  /** Of one key: `s3://bucket/prefix/key`, or an absolute path. */
  addressOf(key: string): string;
  /** In place of any that is there. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** False when there is one already: the first one stays, of any number that put it at a time. */
  putNew(key: string, bytes: Uint8Array): Promise<boolean>;
  /** As `put`, of a file of any size, in parts. When `signal` fires nothing of it is left. */
  putFile(key: string, file: string, signal?: AbortSignal): Promise<void>;
  /** All of it in memory; null when there is none. */
  get(key: string): Promise<Uint8Array | null>;
  /** Piece by piece; null when there is none. Whoever opens it reads it to its end, or destroys it. */
  open(key: string): Promise<OpenObject | null>;
  /** Its bytes; null when there is none. */
  sizeOf(key: string): Promise<number | null>;
  /** All whose key begins so, in the order of their bytes; asked for in pages. */
  list(prefix: string): AsyncIterable<FoundObject>;
  /** Those that are not there count as removed. */
  remove(keys: readonly string[]): Promise<void>;
  /** Takes away what puts have left that were cut off before this moment, which nobody sees and which takes room. */
  removeUnfinished(before: Date): Promise<void>;
  close(): void;
}

export interface FoundObject {
  readonly key: string;
  readonly bytes: number;
  readonly changedAt: Date;
}

export interface OpenObject {
  readonly bytes: number;
  /** Fails when it is cut off, or stalls. */
  readonly body: Readable;
}
