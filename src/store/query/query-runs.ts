import type { RunId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

/** Which runs a query is about. */
export interface RunScope {
  /** Null for all. */
  readonly runId: RunId | null;
  /** Null for all. */
  readonly dagId: string | null;
  /** Asked for, or begun again, at this moment or later; null for all. */
  readonly since: Date | null;
}

export interface ScopedRun {
  readonly id: RunId;
  readonly dagId: string;
  readonly dagHash: string;
  /** In the order of RUN_SUMMARY. */
  readonly summary: readonly (string | number | null)[];
}

/** The columns of the view `run_summary`, with the same meanings; a test holds both equal. */
export const RUN_SUMMARY = [
  { name: "run_id", kind: "text", sql: "id" },
  { name: "dag", kind: "text", sql: "dag_id" },
  { name: "state", kind: "text", sql: "state" },
  { name: "reason", kind: "text", sql: "reason" },
  { name: "trigger", kind: "text", sql: "trigger" },
  { name: "priority", kind: "text", sql: "priority" },
  { name: "logical_date", kind: "moment", sql: "logical_date" },
  { name: "created_at", kind: "moment", sql: "created_at" },
  { name: "started_at", kind: "moment", sql: "started_at" },
  { name: "finished_at", kind: "moment", sql: "finished_at" },
  {
    name: "duration_seconds",
    kind: "number",
    sql: "extract(epoch from finished_at - coalesce(reopened_at, created_at))::float8",
  },
  { name: "cells_total", kind: "integer", sql: "cells_total" },
  { name: "cells_succeeded", kind: "integer", sql: "cells_succeeded" },
  { name: "cells_cached", kind: "integer", sql: "cells_cached" },
  { name: "cells_failed", kind: "integer", sql: "cells_failed" },
  { name: "version", kind: "text", sql: "dag_hash" },
] as const;

/** Of moments the milliseconds since 1970. */
const SUMMARY = RUN_SUMMARY.map(({ kind, sql }) =>
  kind === "moment" ? `trunc(extract(epoch from ${sql}) * 1000)::float8` : sql,
).join(", ");

const PAGE = 1000;

/** Page by page, by their ids, which begin with the moment at which they were asked for. */
export async function* queryRuns(
  connection: Connection,
  { runId, dagId, since }: RunScope,
): AsyncGenerator<readonly ScopedRun[], void, undefined> {
  for (let after = ""; ; ) {
    const { rows } = await connection.query<ScopedRun>({
      name: "query-runs",
      text: `
        select id, dag_id as "dagId", dag_hash as "dagHash", json_build_array(${SUMMARY}) as summary from run
        where id > $1 and ($2::text is null or id = $2) and ($3::text is null or dag_id = $3)
          and ($4::timestamptz is null or coalesce(reopened_at, created_at) >= $4)
        order by run.id limit $5`,
      values: [after, runId, dagId, since, PAGE],
    });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.id;
  }
}
