import { AppError } from "../core/errors/app-error.ts";
import type { ErrorCode } from "../core/errors/error-codes.ts";

/** Exit codes of the command line, listed in docs/cli.md. */
export const EXIT = {
  ok: 0,
  /** A bug in Nightgrid; the message has a stack. */
  unexpected: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** A file, a parameter or data is not as it should be; nothing was run. */
  invalid: 3,
  /** A DAG, run, cell, file or dataset does not exist. */
  notFound: 4,
  /** The run ended as failed. */
  runFailed: 5,
  /** The database, the disk or a channel does not work. */
  environment: 6,
  // 129, 130 and 143: ended by SIGHUP, SIGINT (Ctrl-C) and SIGTERM, see interrupts.ts.
} as const;

const ENVIRONMENT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "ALERT_DELIVERY_FAILED",
  "DB_FAILED",
  "DB_FORBIDDEN",
  "DB_OVERLOADED",
  "DB_POOLED",
  "DB_READ_ONLY",
  "DB_SCHEMA_MISMATCH",
  "DB_START_FAILED",
  "DB_UNREACHABLE",
  "DB_UNSUPPORTED",
  "DISK_FULL",
]);
const RUN_FAILED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "CALLBACK_FAILED",
  "CALLBACK_TIMEOUT",
  "STRATEGY_FAILED",
]);

export function exitCodeOf(error: unknown): number {
  if (!(error instanceof AppError)) return EXIT.unexpected;
  if (error.code === "USAGE") return EXIT.usage;
  if (error.code.endsWith("_NOT_FOUND")) return EXIT.notFound;
  if (ENVIRONMENT.has(error.code)) return EXIT.environment;
  return RUN_FAILED.has(error.code) ? EXIT.runFailed : EXIT.invalid;
}
