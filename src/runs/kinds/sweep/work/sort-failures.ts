import { classOfCode, type FailureClass } from "../../../../core/errors/failure-class.ts";
import type { RetrySpec } from "../../../../core/spec/retry-spec.ts";
import type { FailedCell } from "../../../../store/sweep/failed-cells.ts";
import type { TaskError } from "../../../../store/run/tasks.ts";
import { nextTryMs } from "../../../retry/next-try-ms.ts";

/** A cell that has failed, this time. */
export interface FailedTry extends FailedCell {
  /** Of a program that has ended by itself. */
  readonly exitCode?: number;
}

export interface SortedFailures {
  /** Cells that have failed for good. */
  readonly last: readonly FailedCell[];
  /** Ranges of cells that failed by accident, and are tried again after so many milliseconds. */
  readonly again: readonly CellsToRetry[];
}

export interface CellsToRetry {
  readonly from: number;
  readonly to: number;
  readonly delayMs: number;
  /** Of the first of them. */
  readonly error: TaskError;
}

/**
 * Which of the failed cells of a range are tried again.
 *
 * @param failed in the order of their cells
 * @param tries that have failed, this one included
 */
export function sortFailures(
  failed: readonly FailedTry[],
  { retry, tries }: { readonly retry: RetrySpec; readonly tries: number },
  random: () => number,
): SortedFailures {
  const delays = new Map<string, number | null>();
  const delayOf = (failureClass: FailureClass, exitCode: number | undefined): number | null => {
    const kind = `${failureClass} ${exitCode}`;
    const known = delays.get(kind);
    if (known !== undefined) return known;
    const delayMs = nextTryMs(retry, { failureClass, tries, ...(exitCode !== undefined && { exitCode }) }, random);
    delays.set(kind, delayMs);
    return delayMs;
  };
  const last: FailedCell[] = [];
  const again: CellsToRetry[] = [];
  for (const { cell, error, exitCode } of failed) {
    const delayMs = delayOf(classOfCode(error.code), exitCode);
    const before = again.at(-1);
    if (delayMs === null) last.push({ cell, error });
    else if (before?.to === cell && before.delayMs === delayMs) again[again.length - 1] = { ...before, to: cell + 1 };
    else again.push({ from: cell, to: cell + 1, delayMs, error });
  }
  return { last, again };
}
