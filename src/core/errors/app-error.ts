import { inspect } from "node:util";
import type { ErrorCode } from "./error-codes.ts";

const LONGEST_MESSAGE = 10_000;

export interface AppErrorOptions {
  /** What the reader can do about it, in the imperative. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** Machine-readable facts for `--json` and the API; never secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * An expected failure: shown to people without a stack. Anything else that is
 * thrown is a bug and is shown with one.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }
}

/**
 * The message of anything that was thrown, never empty, at most 10,000 characters: of an error its message (of several in
 * one theirs, without one its name), of an object what is in it. Runs no code of the thrown value but the getters of an
 * error, and never throws.
 */
export function messageOf(thrown: unknown): string {
  const text = textOf(thrown);
  if (text.length <= LONGEST_MESSAGE) return text;
  return `${text.slice(0, LONGEST_MESSAGE).toWellFormed()} … (${text.length.toLocaleString("en")} characters)`;
}

function textOf(thrown: unknown): string {
  if (typeof thrown === "string") return thrown === "" ? "an empty text was thrown" : thrown;
  try {
    return thrown instanceof Error ? errorText(thrown) : inspected(thrown);
  } catch {
    return "a value was thrown that cannot be shown";
  }
}

function errorText(error: Error): string {
  // A subclass may hold anything there.
  const message: unknown = error.message;
  if (typeof message === "string" && message !== "") return message;
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(textOf).join("; ");
  if (typeof message !== "string") return inspected(message);
  return typeof error.name === "string" ? error.name : "Error";
}

/** On one line. */
function inspected(value: unknown): string {
  return inspect(value, {
    depth: 3,
    customInspect: false,
    breakLength: Number.POSITIVE_INFINITY,
    maxArrayLength: 20,
    maxStringLength: 1000,
  });
}
