import type { Act, ActMeans, ActOrigin, AuditAction } from "../../core/names/audit.ts";
import type { Connection } from "../connection/transaction.ts";
import { jsonText } from "../connection/storable-client.ts";

/** What was done, and to what. */
export interface Deed {
  readonly action: AuditAction;
  /** Null: to all DAGs, or to none. */
  readonly dagId: string | null;
  /** Absent: to no run in particular. */
  readonly runId?: string;
  /** What of it: tasks, a rule, a backfill; an account, a token, an address. Absent: all of it. */
  readonly target?: string | null;
  /** What else was asked for; plain JSON. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Writes down what somebody does. In the transaction that does it: one is never without the other. */
export async function recordAct(connection: Connection, deed: Deed, act: Act): Promise<void> {
  const { action, dagId, runId = null, target = null, details } = deed;
  await connection.query({
    name: "record-act",
    text: `
      insert into audit (done_by, origin, action, dag_id, run_id, target, reason, details, how, address, request_id)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      act.by,
      act.origin,
      action,
      dagId,
      runId,
      target,
      act.reason,
      details === undefined ? null : jsonText(details),
      act.request?.how ?? MEANS[act.origin],
      act.request?.address ?? null,
      act.request?.id ?? null,
    ],
  });
}

/** How those are known who send no request. */
const MEANS: Readonly<Record<ActOrigin, ActMeans | null>> = {
  cli: "cli",
  library: "library",
  api: "none",
  scheduler: null,
  worker: null,
};

export interface AuditRow {
  /** A decimal string; grows with time. */
  readonly id: string;
  readonly at: Date;
  readonly by: string;
  readonly origin: ActOrigin;
  readonly action: AuditAction;
  readonly dagId: string | null;
  readonly runId: string | null;
  readonly target: string | null;
  readonly reason: string | null;
  readonly details: Readonly<Record<string, unknown>> | null;
  /** Null: by the system itself, or before that was written down. */
  readonly how: ActMeans | null;
  readonly address: string | null;
  readonly requestId: string | null;
}

export interface AuditFilter {
  /** Nulls for all. */
  readonly dagId: string | null;
  readonly runId: string | null;
  readonly since: Date | null;
  /** Only entries before the one of this id; absent for all. */
  readonly before?: string | null;
  readonly limit: number | null;
}

/** What was done, the latest first. */
export async function listActs(connection: Connection, filter: AuditFilter): Promise<readonly AuditRow[]> {
  const { rows } = await connection.query<AuditRow>(
    `select audit.id::text, at, done_by as by, origin, action, dag_id as "dagId", run_id as "runId", target, reason, details, how, address,
       request_id as "requestId" from audit
     where ($1::text is null or dag_id = $1) and ($2::text is null or run_id = $2) and ($3::timestamptz is null or at >= $3)
       and ($5::bigint is null or audit.id < $5)
     order by audit.id desc limit $4`,
    [filter.dagId, filter.runId, filter.since, filter.limit, filter.before ?? null],
  );
  return rows;
}
