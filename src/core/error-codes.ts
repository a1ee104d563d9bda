/**
 * Every code an expected error can carry. `docs/errors.md` has one heading per
 * code; `test/docs.test.ts` fails on a missing and on an extra one.
 * Kept in alphabetical order, one per line.
 */
export const ERROR_CODES = [
  "ALERT_DELIVERY_FAILED",
  "CALLBACK_EXPORT_MISSING",
  "CALLBACK_FAILED",
  "CALLBACK_TIMEOUT",
  "CELL_QUARANTINED",
  "CONDITION_INVALID",
  "DAG_CYCLE",
  "DAG_INVALID",
  "DAG_NOT_FOUND",
  "DATASET_INVALID",
  "DATASET_NOT_FOUND",
  "DATA_RANGE_EMPTY",
  "DB_START_FAILED",
  "DB_UNREACHABLE",
  "DISK_FULL",
  "EXECUTOR_FAILED",
  "EXECUTION_INVALID",
  "FILE_NOT_FOUND",
  "GRID_TOO_LARGE",
  "MIGRATION_CHANGED",
  "PARAM_INVALID",
  "RUN_INPUT_CHANGED",
  "RUN_NOT_FOUND",
  "RUN_TIMEOUT",
  "STRATEGY_FAILED",
  "STRATEGY_INVALID",
  "TEMPLATE_INVALID",
  "USAGE",
  "WORKER_LOST",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
