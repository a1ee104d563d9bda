import { randomBytes } from "node:crypto";

declare const brand: unique symbol;
type Branded<T, B extends string> = T & { readonly [brand]: B };

/** `20260210_143022_a3f8b2c1`: UTC date, UTC time, 8 random hex digits. */
export type RunId = Branded<string, "RunId">;
/** Database id of a task, a decimal string (bigint). */
export type TaskId = Branded<string, "TaskId">;
/** 64 hex digits: SHA-256 of frozen input data. */
export type SnapshotId = Branded<string, "SnapshotId">;

const RUN_ID = /^\d{8}_\d{6}_[0-9a-f]{8}$/;
const SHA256_HEX = /^[0-9a-f]{64}$/;

export function newRunId(now: Date, random: (bytes: number) => Uint8Array = randomBytes): RunId {
  const [date = "", time = ""] = now.toISOString().split(/[T.]/);
  const suffix = Buffer.from(random(4)).toString("hex");
  return `${date.replaceAll("-", "")}_${time.replaceAll(":", "")}_${suffix}` as RunId;
}

export function parseRunId(text: string): RunId | null {
  return RUN_ID.test(text) ? (text as RunId) : null;
}

export function snapshotId(hex: string): SnapshotId {
  return sha256Hex(hex, "snapshot id") as SnapshotId;
}

function sha256Hex(hex: string, what: string): string {
  if (!SHA256_HEX.test(hex)) throw new TypeError(`A ${what} is 64 hex digits, not "${hex}"`);
  return hex;
}
