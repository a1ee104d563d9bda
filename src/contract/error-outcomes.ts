import { AppError } from "../core/errors/app-error.ts";
import type { ErrorCode } from "../core/errors/error-codes.ts";
import { EXIT } from "./exit-codes.ts";

/** How an error ends what it was asked by. */
interface ErrorOutcome {
  /** Of a command. */
  readonly exit: (typeof EXIT)[keyof typeof EXIT];
  /**
   * Of an HTTP request. 404 is for what an address names (a run, a DAG, a cell); a dataset or a file that is missing is a
   * fault of the DAG that names it: 422. 409 is for what has changed since the run, 503 for a service that cannot work as things are.
   */
  readonly status: number;
}

/** One line per code; docs/errors.md says the same under each heading. */
export const ERROR_OUTCOMES: Readonly<Record<ErrorCode, ErrorOutcome>> = {
  ACTION_REFUSED: { exit: EXIT.invalid, status: 409 },
  ALARM_NOT_FOUND: { exit: EXIT.notFound, status: 404 },
  ALERT_DELIVERY_FAILED: { exit: EXIT.environment, status: 502 },
  AWS_REFUSED: { exit: EXIT.environment, status: 502 },
  BACKFILL_NOT_FOUND: { exit: EXIT.notFound, status: 404 },
  BACKTEST_TIMEOUT: { exit: EXIT.runFailed, status: 422 },
  BARS_NOT_KNOWN: { exit: EXIT.invalid, status: 422 },
  CALENDAR_ENDS: { exit: EXIT.invalid, status: 422 },
  CALLBACK_EXPORT_MISSING: { exit: EXIT.invalid, status: 422 },
  CALLBACK_FAILED: { exit: EXIT.runFailed, status: 422 },
  CALLBACK_INVALID: { exit: EXIT.invalid, status: 422 },
  CALLBACK_TIMEOUT: { exit: EXIT.runFailed, status: 422 },
  CELL_NOT_FOUND: { exit: EXIT.notFound, status: 404 },
  CELL_QUARANTINED: { exit: EXIT.runFailed, status: 422 },
  CELL_TIMEOUT: { exit: EXIT.runFailed, status: 422 },
  CONDITION_INVALID: { exit: EXIT.invalid, status: 422 },
  CURSOR_INVALID: { exit: EXIT.usage, status: 400 },
  DAG_CYCLE: { exit: EXIT.invalid, status: 422 },
  DAG_INVALID: { exit: EXIT.invalid, status: 422 },
  DAG_KEY_CONFLICT: { exit: EXIT.invalid, status: 422 },
  DAG_KEY_DUPLICATE: { exit: EXIT.invalid, status: 422 },
  DAG_KEY_MISSING: { exit: EXIT.invalid, status: 422 },
  DAG_KEY_UNKNOWN: { exit: EXIT.invalid, status: 422 },
  DAG_NAME_DUPLICATE: { exit: EXIT.invalid, status: 422 },
  DAG_NOT_FOUND: { exit: EXIT.notFound, status: 404 },
  DAG_VALUE_INVALID: { exit: EXIT.invalid, status: 422 },
  DAG_VERSION_UNREADABLE: { exit: EXIT.invalid, status: 409 },
  DATASET_INVALID: { exit: EXIT.invalid, status: 422 },
  DATASET_NOT_FOUND: { exit: EXIT.notFound, status: 422 },
  DATA_RANGE_EMPTY: { exit: EXIT.invalid, status: 422 },
  DATES_INVALID: { exit: EXIT.invalid, status: 422 },
  DB_FAILED: { exit: EXIT.environment, status: 503 },
  DB_FORBIDDEN: { exit: EXIT.environment, status: 503 },
  DB_OVERLOADED: { exit: EXIT.environment, status: 503 },
  DB_POOLED: { exit: EXIT.environment, status: 503 },
  DB_READ_ONLY: { exit: EXIT.environment, status: 503 },
  DB_SCHEMA_MISMATCH: { exit: EXIT.environment, status: 503 },
  DB_START_FAILED: { exit: EXIT.environment, status: 503 },
  DB_UNREACHABLE: { exit: EXIT.environment, status: 503 },
  DB_UNSUPPORTED: { exit: EXIT.environment, status: 503 },
  DISK_FULL: { exit: EXIT.environment, status: 507 },
  ENV_MISSING: { exit: EXIT.invalid, status: 422 },
  EXECUTION_INVALID: { exit: EXIT.invalid, status: 422 },
  EXECUTOR_FAILED: { exit: EXIT.runFailed, status: 422 },
  EXECUTOR_UNKNOWN: { exit: EXIT.invalid, status: 422 },
  EXTENDS_INVALID: { exit: EXIT.invalid, status: 422 },
  FILE_NOT_FOUND: { exit: EXIT.notFound, status: 422 },
  FILE_NOT_REGULAR: { exit: EXIT.invalid, status: 422 },
  FILE_OUTSIDE_PROJECT: { exit: EXIT.invalid, status: 422 },
  FILE_TOO_LARGE: { exit: EXIT.invalid, status: 422 },
  FILE_UNREADABLE: { exit: EXIT.invalid, status: 422 },
  GRID_EMPTY: { exit: EXIT.invalid, status: 422 },
  GRID_INVALID: { exit: EXIT.invalid, status: 422 },
  GRID_TOO_LARGE: { exit: EXIT.invalid, status: 422 },
  INTERPRETER_NOT_FOUND: { exit: EXIT.invalid, status: 422 },
  ISOLATION_MISSING: { exit: EXIT.invalid, status: 422 },
  JOB_LOST: { exit: EXIT.runFailed, status: 422 },
  JOB_STUCK: { exit: EXIT.runFailed, status: 422 },
  MIGRATION_CHANGED: { exit: EXIT.invalid, status: 503 },
  MODULE_LOADING: { exit: EXIT.invalid, status: 503 },
  NEEDS_UNKNOWN: { exit: EXIT.invalid, status: 422 },
  NO_RESULT: { exit: EXIT.runFailed, status: 422 },
  OUTPUTS_INVALID: { exit: EXIT.runFailed, status: 422 },
  OUTSIDE_UNREACHABLE: { exit: EXIT.environment, status: 502 },
  OUT_OF_MEMORY: { exit: EXIT.runFailed, status: 422 },
  PACKAGE_MISSING: { exit: EXIT.environment, status: 503 },
  PARAM_INVALID: { exit: EXIT.invalid, status: 422 },
  PARAM_UNKNOWN: { exit: EXIT.invalid, status: 422 },
  POOL_IN_USE: { exit: EXIT.invalid, status: 409 },
  POOL_UNKNOWN: { exit: EXIT.notFound, status: 422 },
  PROCESS_ENDED: { exit: EXIT.runFailed, status: 422 },
  PROCESS_REFUSED: { exit: EXIT.runFailed, status: 422 },
  PROCESS_SIGNALLED: { exit: EXIT.runFailed, status: 422 },
  PYTHON_MISSING: { exit: EXIT.invalid, status: 422 },
  RUN_INPUT_CHANGED: { exit: EXIT.invalid, status: 409 },
  RUN_NOT_FOUND: { exit: EXIT.notFound, status: 404 },
  RUN_TIMEOUT: { exit: EXIT.runFailed, status: 422 },
  SCHEDULE_INVALID: { exit: EXIT.invalid, status: 422 },
  SECRET_MISPLACED: { exit: EXIT.invalid, status: 422 },
  SECRET_MISSING: { exit: EXIT.invalid, status: 422 },
  STRATEGY_FAILED: { exit: EXIT.runFailed, status: 422 },
  STRATEGY_INVALID: { exit: EXIT.invalid, status: 422 },
  STRATEGY_UNKNOWN: { exit: EXIT.invalid, status: 422 },
  TASK_NOT_FOUND: { exit: EXIT.notFound, status: 404 },
  TEMPLATE_INVALID: { exit: EXIT.invalid, status: 422 },
  USAGE: { exit: EXIT.usage, status: 400 },
  WAIT_TIMEOUT: { exit: EXIT.runFailed, status: 422 },
  WORKER_LOST: { exit: EXIT.runFailed, status: 422 },
  YAML_LIMIT: { exit: EXIT.invalid, status: 422 },
  YAML_SYNTAX: { exit: EXIT.invalid, status: 422 },
};

/** Of a command that threw. What is no `AppError` is a bug. */
export function exitCodeOf(error: unknown): number {
  return error instanceof AppError ? ERROR_OUTCOMES[error.code].exit : EXIT.unexpected;
}
