import { AppError } from "../../../core/errors/app-error.ts";
import type { RunId } from "../../../core/names/ids.ts";
import { readRun } from "../../../store/run/runs.ts";
import type { Connection } from "../../../store/connection/transaction.ts";
import { countAttemptsUpTo, pageAttempts, type PagedAttempt } from "../../../store/service/page-attempts.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { canBeStored, MOST_COUNTED, NO_PAGE, type Page, totalOf } from "./page.ts";

export interface AttemptPageRequest {
  readonly runId: RunId;
  /** Key of a task; absent for all. */
  readonly task?: string;
  readonly runningOnly?: boolean;
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * Tries at the tasks of a run and at ranges of their cells, the latest first.
 *
 * @throws AppError CURSOR_INVALID, RUN_NOT_FOUND
 */
export async function attemptPage(connection: Connection, request: AttemptPageRequest): Promise<Page<PagedAttempt>> {
  const { runId, task = null, runningOnly = false, limit, cursor } = request;
  if (!canBeStored(task ?? "")) return NO_PAGE;
  const filter = { runId, task, state: runningOnly ? ("running" as const) : null };
  const after = cursor === undefined ? null : decodeCursor(cursor, filter);
  const rows = await pageAttempts(connection, filter, { before: after?.at ?? null, limit: limit + 1 });
  if (rows.length === 0 && (await readRun(connection, runId)) === null) {
    throw new AppError("RUN_NOT_FOUND", `There is no run "${runId}"`);
  }
  const count = await countAttemptsUpTo(connection, filter, MOST_COUNTED + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const nextCursor =
    rows.length > limit && last !== undefined ? encodeCursor({ at: last.id, id: last.task }, filter) : null;
  return { items, nextCursor, total: totalOf(count) };
}
