import { classOfCode, type FailureClass } from "../../../../core/errors/failure-class.ts";
import type { RetrySpec } from "../../../../core/spec/retry-spec.ts";
import type { FailedCell } from "../../../../store/sweep/failed-cells.ts";
import type { TaskError } from "../../../../store/run/tasks.ts";
import { nextTryMs } from "../../../retry/next-try-ms.ts";

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
  failed: readonly FailedCell[],
  { retry, tries }: { readonly retry: RetrySpec; readonly tries: number },
  random: () => number,
): SortedFailures {
  const delays = new Map<FailureClass, number | null>();
  const delayOf = (failureClass: FailureClass): number | null => {
    const known = delays.get(failureClass);
    if (known !== undefined) return known;
    const delayMs = nextTryMs(retry, { failureClass, tries }, random);
    delays.set(failureClass, delayMs);
    return delayMs;
  };
  const last: FailedCell[] = [];
  const again: CellsToRetry[] = [];
  for (const { cell, error } of failed) {
    // Its deaths were its tries (see `maxKillsOf`).
    const delayMs = error.code === "CELL_QUARANTINED" ? null : delayOf(classOfCode(error.code));
    const before = again.at(-1);
    if (delayMs === null) last.push({ cell, error });
    else if (before?.to === cell && before.delayMs === delayMs) again[again.length - 1] = { ...before, to: cell + 1 };
    else again.push({ from: cell, to: cell + 1, delayMs, error });
  }
  return { last, again };
}
