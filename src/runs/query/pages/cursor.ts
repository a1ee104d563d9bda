import { AppError } from "../../../core/errors/app-error.ts";
import { hashValue } from "../../../core/values/hash.ts";

/** Where a page ended: what its last row was sorted by, and its id. */
export interface Place {
  /** A decimal number, such as microseconds since 1970. */
  readonly at: string;
  readonly id: string;
}

const NUMBER = /^-?\d{1,18}$/;
const LONGEST = 400;
const HASH_DIGITS = 12;

/** Opaque to those who hand it back; good for the same filters and order only. @param of filters and order, as plain JSON */
export function encodeCursor({ at, id }: Place, of: unknown): string {
  return Buffer.from(JSON.stringify([at, id, hashOf(of)])).toString("base64url");
}

/** @throws AppError CURSOR_INVALID when it was not made by `encodeCursor`, or for other filters */
export function decodeCursor(cursor: string, of: unknown): Place {
  const [at, id, hash, ...rest] = partsOf(cursor);
  if (typeof at !== "string" || typeof id !== "string" || !NUMBER.test(at) || rest.length > 0) {
    throw invalid("The cursor is none that a page has given out.");
  }
  if (hash !== hashOf(of)) throw invalid("The cursor is that of other filters, or of another order.");
  return { at, id };
}

function partsOf(cursor: string): readonly unknown[] {
  if (cursor.length > LONGEST) return [];
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

function hashOf(of: unknown): string {
  return hashValue(of).slice(0, HASH_DIGITS);
}

function invalid(message: string): AppError {
  return new AppError("CURSOR_INVALID", message, {
    hint: "Hand back `next_cursor` as it is, with the same filters; leave it out to begin at the first page.",
  });
}
