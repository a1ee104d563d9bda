import { type RetentionSpec, storedRetention } from "../../core/retention/retention-spec.ts";
import { isMap } from "../../core/values/document-shape.ts";
import type { Connection } from "../connection/transaction.ts";

/** `from` of a statement: `version` is that of the DAG's file, or where no scheduler reads it that of its last run. */
const IN_FORCE = `
  dag left join lateral (
    select dag_hash from run where run.dag_id = dag.id order by created_at desc, id desc limit 1) last on true
  left join dag_version version
    on version.hash = case when dag.scheduled_since is null then coalesce(last.dag_hash, dag.hash) else dag.hash end`;

/** What each DAG says of how long its runs are kept. */
export async function listRetentions(
  connection: Connection,
): Promise<readonly { readonly dagId: string; readonly retention: RetentionSpec }[]> {
  const { rows } = await connection.query<{ dagId: string; retention: unknown }>({
    name: "list-retentions",
    text: `select dag.id as "dagId", version.spec -> 'retention' as retention from ${IN_FORCE} order by dag.id`,
  });
  return rows.map(({ dagId, retention }) => ({ dagId, retention: isMap(retention) ? storedRetention(retention) : {} }));
}

/** The backtests of all DAGs as they stand in their specs, and of runs that have not ended. */
export async function listBacktestSpecs(connection: Connection): Promise<readonly unknown[]> {
  const { rows } = await connection.query<{ backtests: unknown }>({
    name: "list-backtest-specs",
    text: `
      select version.spec -> 'backtests' as backtests from ${IN_FORCE}
      union all
      select spec -> 'backtests' from dag_version where hash in (select dag_hash from run where finished_at is null)`,
  });
  return rows.flatMap(({ backtests }) => (Array.isArray(backtests) ? (backtests as readonly unknown[]) : []));
}
