import type { AwsBatchSpec } from "../../../core/spec/aws-batch-spec.ts";

/** Where things are in the bucket. A job's own folder holds all that it reads and writes, but bars, which jobs share. */
export function jobFolder({ prefix }: Pick<AwsBatchSpec, "prefix">, runId: string, name: string): string {
  return `${prefix}/runs/${runId}/${name}`;
}

export function inputKey(folder: string): string {
  return `${folder}/input.json`;
}

export function manifestKey(folder: string, index: number): string {
  return `${folder}/${index}/manifest.json`;
}

/** The child whose manifest this is; null of any other key. */
export function manifestIndex(folder: string, key: string): number | null {
  const found = /^\/(\d+)\/manifest\.json$/.exec(key.startsWith(folder) ? key.slice(folder.length) : "");
  return found === null ? null : Number(found[1]);
}

/** Why a child has failed, in its own words. */
export function failureKey(folder: string, index: number): string {
  return `${folder}/${index}/failure.json`;
}

/** Files of one try of a child: tries that run beside each other never write the same. */
export function tryKey(folder: string, index: number, tryId: string, file: string): string {
  return `${folder}/${index}/${tryId}/${file}`;
}

export function barsKey({ prefix }: Pick<AwsBatchSpec, "prefix">, sha256: string): string {
  return `${prefix}/bars/${sha256}.json.gz`;
}

/** `s3://bucket/key`. */
export function s3Address({ bucket }: Pick<AwsBatchSpec, "bucket">, key: string): string {
  return `s3://${bucket}/${key}`;
}

/** Null when it is none. */
export function parseS3Address(text: string): { readonly bucket: string; readonly key: string } | null {
  const found = /^s3:\/\/([^/]+)\/(.+)$/.exec(text);
  return found === null ? null : { bucket: found[1] ?? "", key: found[2] ?? "" };
}
