import type { ErrorCode } from "./error-codes.ts";

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

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
