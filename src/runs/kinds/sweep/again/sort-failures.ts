import { classOfCode, type FailureClass } from "../../../../core/errors/failure-class.ts";
import type { RetrySpec } from "../../../../core/spec/retry-spec.ts";
import type { FailedCell } from "../../../../store/sweep/failed-cells.ts";
import type { TaskError } from "../../../../store/run/tasks.ts";
import type { Lease } from "../../../../store/moves/lease-range.ts";
import { type NextTry, nextTry } from "../../../retry/next-try.ts";

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
  /** Tries at them that have failed, and workers that were lost over them. */
  readonly tries: number;
  readonly kills: number;
  /** Of the first of them. */
  readonly error: TaskError;
}

/**
 * Which of the failed cells of a range are tried again.
 *
 * @param failed in the order of their cells
 * @param lease what had been tried before
 */
export function sortFailures(
  failed: readonly FailedTry[],
  { retry, lease }: { readonly retry: RetrySpec; readonly lease: Pick<Lease, "tries" | "kills"> },
  random: () => number,
): SortedFailures {
  const known = new Map<string, NextTry>();
  const nextOf = (failureClass: FailureClass, exitCode: number | undefined): NextTry => {
    const kind = `${failureClass} ${exitCode}`;
    const failure = { failureClass, lease, ...(exitCode !== undefined && { exitCode }) };
    const next = known.get(kind) ?? nextTry(retry, failure, random);
    known.set(kind, next);
    return next;
  };
  const last: FailedCell[] = [];
  const again: CellsToRetry[] = [];
  for (const { cell, error, exitCode } of failed) {
    const next = nextOf(classOfCode(error.code), exitCode);
    const { tries, kills } = next;
    // Its deaths were its tries (see `maxKillsOf`).
    const delayMs = error.code === "CELL_QUARANTINED" ? null : next.delayMs;
    const before = again.at(-1);
    const isLike = before?.delayMs === delayMs && before.tries === tries && before.kills === kills;
    if (delayMs === null) last.push({ cell, error });
    else if (before?.to === cell && isLike) again[again.length - 1] = { ...before, to: cell + 1 };
    else again.push({ from: cell, to: cell + 1, delayMs, tries, kills, error });
  }
  return { last, again };
}
