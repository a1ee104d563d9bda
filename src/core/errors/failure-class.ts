import { AppError } from "./app-error.ts";
import { ownValue } from "../values/own-record.ts";
import type { ErrorCode } from "./error-codes.ts";

/**
 * What kind of failure a try ended with; `retry.on` of a DAG file names them.
 * `exit_code`: code of the user's, or a program, ended with an error that may pass. `signal`: a program was ended by one. `lost_worker`: the worker died, not the work.
 * `data`, `user`: what it was given is wrong, so that it fails the same way again.
 */
export const FAILURE_CLASSES = [
  "exit_code",
  "signal",
  "timeout",
  "memory",
  "lost_worker",
  "database",
  "data",
  "user",
] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** One line per code. */
const CLASS_OF_CODE: Readonly<Record<ErrorCode, FailureClass>> = {
  ACCOUNT_EXISTS: "user",
  ACCOUNT_NOT_FOUND: "user",
  ACTION_REFUSED: "user",
  ADDRESS_IN_USE: "user",
  ALARM_NOT_FOUND: "user",
  ALERT_DELIVERY_FAILED: "exit_code",
  ARTIFACT_NOT_FOUND: "user",
  AWS_REFUSED: "user",
  BACKFILL_NOT_FOUND: "user",
  BACKTEST_TIMEOUT: "timeout",
  BARS_NOT_KNOWN: "data",
  BODY_TOO_LARGE: "user",
  BUNDLE_INVALID: "user",
  BUNDLE_REFUSED: "user",
  BUNDLE_VERSION: "user",
  CALENDAR_ENDS: "data",
  CALLBACK_EXPORT_MISSING: "user",
  CALLBACK_FAILED: "exit_code",
  CALLBACK_INVALID: "user",
  CALLBACK_TIMEOUT: "timeout",
  CELL_NOT_FOUND: "user",
  CELL_QUARANTINED: "lost_worker",
  CELL_TIMEOUT: "timeout",
  CHUNKS_MISSING: "data",
  CONDITION_INVALID: "user",
  CROSS_SITE: "user",
  CURSOR_INVALID: "user",
  DAG_CYCLE: "user",
  DAG_INVALID: "user",
  DAG_KEY_CONFLICT: "user",
  DAG_KEY_DUPLICATE: "user",
  DAG_KEY_MISSING: "user",
  DAG_KEY_UNKNOWN: "user",
  DAG_NAME_DUPLICATE: "user",
  DAG_NOT_FOUND: "user",
  DAG_VALUE_INVALID: "user",
  DAG_VERSION_UNREADABLE: "user",
  DATASET_INVALID: "data",
  DATASET_NOT_FOUND: "data",
  DATASET_VERSION_NOT_FOUND: "data",
  DATA_NOT_FETCHED: "data",
  DATA_RANGE_EMPTY: "data",
  DATES_INVALID: "data",
  DB_FAILED: "database",
  DB_FORBIDDEN: "database",
  DB_OVERLOADED: "database",
  DB_POOLED: "database",
  DB_READ_ONLY: "database",
  DB_SCHEMA_MISMATCH: "database",
  DB_START_FAILED: "database",
  DB_UNREACHABLE: "database",
  DB_UNSUPPORTED: "database",
  DEPOT_DAMAGED: "data",
  DEPOT_REFUSED: "user",
  DEPOT_UNREACHABLE: "lost_worker",
  DISK_FULL: "database",
  ENV_MISSING: "user",
  EXECUTION_INVALID: "user",
  EXECUTOR_FAILED: "exit_code",
  EXECUTOR_UNKNOWN: "user",
  EXPOSURE_REFUSED: "user",
  EXTENDS_INVALID: "user",
  FILE_NOT_FOUND: "data",
  FILE_NOT_REGULAR: "data",
  FILE_OUTSIDE_PROJECT: "user",
  FILE_TOO_LARGE: "data",
  FILE_UNREADABLE: "data",
  FORBIDDEN: "user",
  GC_INCOMPLETE: "user",
  GOLDEN_EXISTS: "user",
  GOLDEN_INVALID: "user",
  GOLDEN_NOT_FOUND: "user",
  GRID_EMPTY: "user",
  GRID_INVALID: "user",
  GRID_TOO_LARGE: "user",
  HOST_UNKNOWN: "user",
  INTERPRETER_NOT_FOUND: "user",
  ISOLATION_MISSING: "user",
  JOB_LOST: "lost_worker",
  JOB_STUCK: "user",
  KEY_REUSED: "user",
  MEDIA_TYPE_UNKNOWN: "user",
  METHOD_NOT_ALLOWED: "user",
  MIGRATION_CHANGED: "database",
  MODULE_LOADING: "exit_code",
  NEEDS_UNKNOWN: "user",
  NOT_ACCEPTABLE: "user",
  NO_RESULT: "exit_code",
  OIDC_REFUSED: "user",
  OIDC_UNREACHABLE: "exit_code",
  OUTPUTS_INVALID: "data",
  OUTSIDE_UNREACHABLE: "lost_worker",
  OUT_OF_MEMORY: "memory",
  PACKAGE_MISSING: "user",
  PARAM_INVALID: "user",
  PARAM_UNKNOWN: "user",
  PASSWORD_REFUSED: "user",
  POOL_IN_USE: "user",
  POOL_UNKNOWN: "user",
  PRICE_FETCH_NOT_FOUND: "user",
  PROCESS_ENDED: "exit_code",
  PROCESS_REFUSED: "user",
  PROCESS_SIGNALLED: "signal",
  PYTHON_MISSING: "user",
  QUERY_INVALID: "user",
  QUERY_TIMEOUT: "user",
  QUERY_TOO_LARGE: "user",
  RANGE_INVALID: "user",
  RATE_LIMITED: "user",
  REGRESSION_CHANGED: "user",
  REQUEST_INVALID: "user",
  REQUEST_UNDER_WAY: "user",
  ROUTE_NOT_FOUND: "user",
  RUN_INPUT_CHANGED: "data",
  RUN_NOT_FOUND: "user",
  RUN_TIMEOUT: "timeout",
  SCHEDULE_INVALID: "user",
  SCRIPT_NOT_FOUND: "user",
  SECRET_MISPLACED: "user",
  SECRET_MISSING: "user",
  SESSION_NOT_FOUND: "user",
  SETTING_INVALID: "user",
  SOURCE_ANSWER_INVALID: "data",
  SOURCE_FAILED: "exit_code",
  SOURCE_INVALID: "user",
  SOURCE_KEY_MISSING: "user",
  SOURCE_KEY_REFUSED: "user",
  SOURCE_NOT_ON_PLAN: "data",
  SOURCE_QUOTA: "exit_code",
  SOURCE_REFUSED: "user",
  SOURCE_SYMBOL_UNKNOWN: "data",
  SOURCE_UNKNOWN: "user",
  SOURCE_UNREACHABLE: "exit_code",
  STRATEGY_FAILED: "user",
  STRATEGY_INVALID: "user",
  STRATEGY_UNKNOWN: "user",
  STUDY_TOO_LARGE: "user",
  STUDY_TOO_SHORT: "user",
  STREAMS_FULL: "user",
  SYMBOL_TAKEN: "user",
  TASK_NOT_FOUND: "user",
  TEMPLATE_INVALID: "user",
  TOKEN_NOT_FOUND: "user",
  UNAUTHENTICATED: "user",
  USAGE: "user",
  WAIT_TIMEOUT: "data",
  WORKER_LOST: "lost_worker",
  YAML_LIMIT: "user",
  YAML_SYNTAX: "user",
};

/** @param code as it is kept with a task or a cell; one that only a newer version knows counts as an accident */
export function classOfCode(code: string): FailureClass {
  return ownValue<FailureClass>(CLASS_OF_CODE, code) ?? "exit_code";
}

/**
 * The class of what a try has thrown. Where user code only passes on an error with a code of its own, that one decides: a
 * callback that finds no data fails for want of data.
 *
 * @param code under which it is kept
 */
export function failureClassOf(thrown: unknown, code: string): FailureClass {
  const isPassedOn = code === "CALLBACK_FAILED" || code === "EXECUTOR_FAILED";
  const cause = thrown instanceof AppError ? thrown.cause : undefined;
  return classOfCode(isPassedOn && cause instanceof AppError ? cause.code : code);
}

/**
 * Exit codes of BSD's sysexits.h by which a program says that trying again does no good: usage (64), wrong data (65), no input
 * (66), configuration (78). 75 says that it does, as all others may.
 */
const REFUSALS: ReadonlySet<number> = new Set([64, 65, 66, 78]);

/** The code of a program that has ended by itself with this exit code, 0 included: it ought to have answered. */
export function codeOfExit(exitCode: number): "PROCESS_ENDED" | "PROCESS_REFUSED" {
  return REFUSALS.has(exitCode) ? "PROCESS_REFUSED" : "PROCESS_ENDED";
}
