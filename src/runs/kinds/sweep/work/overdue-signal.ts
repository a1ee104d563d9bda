import type { TaskId } from "../../../../core/names/ids.ts";
import type { Database } from "../../../../store/connection/transaction.ts";
import type { Lease } from "../../../../store/moves/lease-range.ts";
import { readLeftMs } from "../../../../store/actions/time-left.ts";

/** Longest time of a timer, in milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** Between two looks, where the time stands still or the database is away. */
const LOOK_AGAIN_MS = 1000;

/**
 * Fires when the sweep of a lease has taken as long as it may. Before that the database is asked: the time of a paused run stands
 * still.
 */
export function overdueSignal(
  { leftMs = null }: Lease,
  taskId: TaskId,
  database: Database,
): { readonly signal: AbortSignal; release(): void } {
  const overdue = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isReleased = false;
  const wait = (ms: number): void => {
    if (!isReleased) timer = setTimeout(() => void look(), Math.min(ms, LONGEST_TIMER_MS));
  };
  const look = async (): Promise<void> => {
    try {
      const left = await readLeftMs(database, taskId);
      if (left === null) return;
      if (left > 0) return wait(Math.max(left, LOOK_AGAIN_MS));
    } catch {
      return wait(LOOK_AGAIN_MS);
    }
    if (!isReleased) overdue.abort(new Error("The backtest has taken longer than it may"));
  };
  if (leftMs !== null && leftMs <= 0) overdue.abort(new Error("The backtest has taken longer than it may"));
  else if (leftMs !== null) wait(leftMs);
  return {
    signal: overdue.signal,
    release() {
      isReleased = true;
      clearTimeout(timer);
    },
  };
}
