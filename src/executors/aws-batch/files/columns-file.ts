import { AppError } from "../../../core/errors/app-error.ts";
import { ERROR_CODES } from "../../../core/errors/error-codes.ts";
import { type Document, isMap, lackIn } from "../../../core/values/document-shape.ts";
import type { CellRefusals, SweepBlockSums } from "../../../engine/backtest.ts";
import type { CellColumn, CellColumns, CellFailure, CellUsage } from "../../executor.ts";
import { decodeTyped, encodeTyped } from "./typed-json.ts";

/** What some cells have come to, as a job writes it. */
export function encodeColumns({ metrics, ...rest }: CellColumns): Buffer {
  return encodeTyped({ ...rest, metrics: [...metrics] });
}

/** The same, read back: only what the types say. @throws AppError NO_RESULT when it is something else */
export function decodeColumns(bytes: Uint8Array): CellColumns {
  const file = documentOf(bytes);
  const { blockSums, usage } = file;
  return {
    metrics: new Map(listOf(file, "metrics").map(metricOf)),
    refusals: listOf(file, "refusals").map(refusalOf),
    failures: listOf(file, "failures").map(failureOf),
    ...(Array.isArray(usage) && { usage: usage.filter(isUsage) }),
    ...(blockSums === undefined ? {} : { blockSums: blockSumsOf(blockSums) }),
  };
}

function documentOf(bytes: Uint8Array): Document {
  try {
    const file = decodeTyped(bytes);
    if (isMap(file)) return file;
  } catch (error) {
    throw wrong("it is no JSON", error);
  }
  throw wrong("it is no map");
}

function listOf(file: Document, key: string): readonly unknown[] {
  const list = file[key];
  if (!Array.isArray(list)) throw wrong(`${key} is no list`);
  return list;
}

function metricOf(entry: unknown): readonly [string, CellColumn] {
  if (!Array.isArray(entry)) throw wrong("a metric is no pair");
  const [name, column] = entry as readonly unknown[];
  if (typeof name === "string" && isMap(column)) {
    const { values, reasons } = column;
    if (values instanceof Float64Array && reasons instanceof Uint8Array) return [name, { values, reasons }];
  }
  throw wrong("a metric has no columns");
}

function refusalOf(entry: unknown): CellRefusals {
  if (!isMap(entry)) throw wrong("a refusal is no map");
  const { index, refused } = entry;
  if (typeof index !== "number" || !isMap(refused)) throw wrong("a refusal");
  const counts = Object.entries(refused).filter(([, count]) => typeof count === "number");
  return { index, refused: Object.fromEntries(counts) };
}

function failureOf(entry: unknown): CellFailure {
  if (!isMap(entry)) throw wrong("a failure is no map");
  const { index, code, message, exitCode } = entry;
  const known = ERROR_CODES.find((each) => each === code);
  if (typeof index !== "number" || typeof message !== "string") throw wrong("a failure");
  return {
    index,
    code: known ?? "EXECUTOR_FAILED",
    message,
    ...(typeof exitCode === "number" && { exitCode }),
  };
}

function isUsage(entry: unknown): entry is CellUsage {
  return isMap(entry) && lackIn(entry, USAGE) === null;
}

const USAGE = { index: "number", durationMs: "number" } as const;

function blockSumsOf(sums: unknown): SweepBlockSums {
  if (isMap(sums)) {
    const { cells, blocks, sum, sumOfSquares } = sums;
    if (typeof cells === "number" && typeof blocks === "number" && isDoubles(sum) && isDoubles(sumOfSquares)) {
      return { cells, blocks, sum, sumOfSquares };
    }
  }
  throw wrong("the sums of returns");
}

function isDoubles(value: unknown): value is Float64Array<ArrayBuffer> {
  return value instanceof Float64Array;
}

function wrong(what: string, cause?: unknown): AppError {
  return new AppError("NO_RESULT", `The job's file of results cannot be read: ${what}`, { cause });
}
