import { AppError } from "../../../core/errors/app-error.ts";
import { parseRunStatus } from "../../../core/names/parse-run-status.ts";
import type { RunTrigger } from "../../../core/names/states.ts";
import type { Connection } from "../../../store/connection/transaction.ts";
import type { RunRow } from "../../../store/run/runs.ts";
import { countRunsUpTo, pageRuns } from "../../../store/service/page-runs.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { canBeStored, MOST_COUNTED, NO_PAGE, type Page, totalOf } from "./page.ts";

/** What runs are asked for; absent for all. */
export interface RunPageRequest {
  readonly dag?: string;
  /** Also the words of other systems: `completed`, `success`, `pending`. Several: any of them. */
  readonly states?: readonly string[];
  readonly trigger?: RunTrigger;
  /** Logical dates from this on, and before that. */
  readonly from?: Date;
  readonly to?: Date;
  /** What their ids begin with. */
  readonly idPrefix?: string;
  readonly backfill?: string;
  /** By the moment of asking. Default: the latest first. */
  readonly sort?: "-created_at" | "created_at";
  readonly limit: number;
  readonly cursor?: string;
}

const BACKFILL_ID = /^\d{1,18}$/;

/**
 * A page of runs, which costs what it returns however many there are; runs that begin meanwhile move no run from page to page.
 *
 * @throws AppError CURSOR_INVALID, USAGE for a state that there is not
 */
export async function runPage(connection: Connection, request: RunPageRequest): Promise<Page<RunRow>> {
  const { dag, states = [], trigger, from, to, idPrefix, backfill, sort = "-created_at", limit, cursor } = request;
  if (backfill !== undefined && !BACKFILL_ID.test(backfill)) {
    throw new AppError("BACKFILL_NOT_FOUND", `There is no backfill "${backfill}"`);
  }
  const filter = {
    dagId: dag ?? null,
    states: states.length === 0 ? null : [...new Set(states.map(parseRunStatus))].toSorted(),
    trigger: trigger ?? null,
    from: from ?? null,
    to: to ?? null,
    idPrefix: idPrefix ?? null,
    backfillId: backfill ?? null,
  };
  if (!canBeStored(dag ?? "") || !canBeStored(idPrefix ?? "")) return NO_PAGE;
  const of = { ...filter, from: from?.toISOString(), to: to?.toISOString(), sort };
  const after = cursor === undefined ? null : decodeCursor(cursor, of);
  const query = { ...filter, descending: sort === "-created_at", after, limit: limit + 1 };
  const rows = await pageRuns(connection, query);
  const count = await countRunsUpTo(connection, filter, MOST_COUNTED + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(last, of) : null;
  return { items, nextCursor, total: totalOf(count) };
}
