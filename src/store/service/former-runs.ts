import type { RunStatus } from "../../core/names/states.ts";
import { RUN_STATUS } from "../run/run-status.ts";
import { RUN_COLUMNS, type RunRow } from "../run/runs.ts";
import type { Connection } from "../connection/transaction.ts";

/** Runs that were started through an old service. */
export interface FormerRunFilter {
  /** What the ids of its DAGs begin with. */
  readonly dagPrefix: string;
  /** Only of these DAGs; null for all. */
  readonly dagIds: readonly string[] | null;
  /** Any of these; null for all. */
  readonly states: readonly RunStatus[] | null;
  /** One that their first backtest trades; null for all. */
  readonly symbol: string | null;
}

const MATCHES = `
  starts_with(dag_id, $1) and ($2::text[] is null or dag_id = any($2)) and ($3::text[] is null or ${RUN_STATUS} = any($3))
  and ($4::text is null or exists (
    select from dag_version where hash = run.dag_hash and (spec #> '{backtests,0,data,symbols}')::jsonb @> to_jsonb($4::text)))`;

/** A page of them, the latest first. Pages count from 0, as old clients do it: runs that begin meanwhile move others. */
export async function listFormerRuns(
  connection: Connection,
  filter: FormerRunFilter,
  { limit, page }: { readonly limit: number; readonly page: number },
): Promise<readonly RunRow[]> {
  const { rows } = await connection.query<RunRow>({
    name: "list-former-runs",
    text: `
      select ${RUN_COLUMNS} from run where ${MATCHES}
      order by created_at desc, run.id desc limit $5 offset $6::bigint`,
    values: [...valuesOf(filter), limit, page * limit],
  });
  return rows;
}

/** All of them: old clients want the total. */
export async function countFormerRuns(connection: Connection, filter: FormerRunFilter): Promise<number> {
  const { rows } = await connection.query<{ runs: number }>({
    name: "count-former-runs",
    text: `select count(*)::int as runs from run where ${MATCHES}`,
    values: [...valuesOf(filter)],
  });
  return rows[0]?.runs ?? 0;
}

function valuesOf({ dagPrefix, dagIds, states, symbol }: FormerRunFilter): readonly unknown[] {
  return [dagPrefix, dagIds, states, symbol];
}
