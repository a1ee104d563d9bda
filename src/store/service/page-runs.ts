import type { RunState, RunStatus, RunTrigger } from "../../core/names/states.ts";
import { RUN_STATUS } from "../run/run-status.ts";
import { RUN_COLUMNS, type RunRow } from "../run/runs.ts";
import type { Connection } from "../connection/transaction.ts";

/** What a page of runs is of; null for all. */
export interface RunPageFilter {
  readonly dagId: string | null;
  readonly states: readonly RunStatus[] | null;
  readonly trigger: RunTrigger | null;
  /** Logical dates from this on, and before that. */
  readonly from: Date | null;
  readonly to: Date | null;
  /** What their ids begin with. */
  readonly idPrefix: string | null;
  readonly backfillId: string | null;
}

export interface RunPageQuery extends RunPageFilter {
  readonly descending: boolean;
  /** Begins after the run that was asked for at that microsecond; null at the first one. */
  readonly after: { readonly at: string; readonly id: string } | null;
  readonly limit: number;
}

/** A run with the microsecond of its asking: moments of JavaScript lose it, and pages would repeat runs. */
export interface PagedRun extends RunRow {
  readonly at: string;
}

/**
 * $1 … $10. States stand there as they are told, where that is not how they are stored, and as they are stored; a single one
 * by itself, since a list of one keeps Postgres from reading an index in its order.
 */
const MATCHES = `
  ($1::text is null or dag_id = $1) and ($2::text[] is null or ${RUN_STATUS} = any($2))
  and ($3::text[] is null or state = any($3)) and ($4::boolean is null or (finished_at is null) = $4)
  and ($5::text is null or trigger = $5) and ($6::timestamptz is null or logical_date >= $6)
  and ($7::timestamptz is null or logical_date < $7)
  and ($8::text is null or (id collate "C" >= $8 and id collate "C" < $8 || U&'\\+10FFFF'))
  and ($9::bigint is null or backfill_id = $9) and ($10::text is null or state = $10)`;

const AT = `(extract(epoch from created_at) * 1000000)::bigint`;
/** Of microseconds since 1970. */
const MOMENT = `timestamptz 'epoch' + $11::bigint * interval '1 microsecond'`;

/** Runs in the order of their asking; those of one microsecond by their ids. */
export async function pageRuns(connection: Connection, query: RunPageQuery): Promise<readonly PagedRun[]> {
  const { rows } = await connection.query<PagedRun>({
    ...(query.descending ? LATEST_FIRST : EARLIEST_FIRST),
    values: [...valuesOf(query), query.after?.at ?? null, query.after?.id ?? null, query.limit],
  });
  return rows;
}

const LATEST_FIRST = {
  name: "page-runs-latest-first",
  text: `
    select ${RUN_COLUMNS}, ${AT}::text as at from run
    where ${MATCHES} and ($11::bigint is null or (created_at, id) < (${MOMENT}, $12::text))
    order by created_at desc, run.id desc limit $13`,
};

const EARLIEST_FIRST = {
  name: "page-runs-earliest-first",
  text: `
    select ${RUN_COLUMNS}, ${AT}::text as at from run
    where ${MATCHES} and ($11::bigint is null or (created_at, id) > (${MOMENT}, $12::text))
    order by created_at, run.id limit $13`,
};

/** How many there are, up to `most`. */
export async function countRunsUpTo(connection: Connection, filter: RunPageFilter, most: number): Promise<number> {
  const { rows } = await connection.query<{ runs: number }>({
    name: "count-runs-up-to",
    text: `select count(*)::int as runs from (select from run where ${MATCHES} limit $11) found`,
    values: [...valuesOf(filter), most],
  });
  return rows[0]?.runs ?? 0;
}

function valuesOf({ dagId, states, trigger, from, to, idPrefix, backfillId }: RunPageFilter): readonly unknown[] {
  const stored = [...new Set(states?.flatMap((state) => STORED_AS[state]))];
  const ended = new Set(states?.map((state) => isEnded(state)));
  const isOpen = ended.size === 1 ? !ended.has(true) : null;
  // Ended runs are told as they are stored.
  const told = isOpen === false ? null : states;
  const several = stored.length > 1 ? stored : null;
  const single = stored.length === 1 ? stored[0] : null;
  return [dagId, told, several, isOpen, trigger, from, to, idPrefix, backfillId, single];
}

const OPEN = ["queued", "running"] as const;

const STORED_AS: Readonly<Record<RunStatus, readonly RunState[]>> = {
  queued: ["queued"],
  running: ["running"],
  succeeded: ["succeeded"],
  failed: ["failed"],
  cancelled: ["cancelled"],
  cancelling: OPEN,
  failing: OPEN,
  paused: OPEN,
};

function isEnded(status: RunStatus): boolean {
  return !STORED_AS[status].some((state) => state === "queued" || state === "running");
}
