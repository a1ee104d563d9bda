import type { Pool } from "pg";
import { inTransaction } from "../../../src/store/connection/transaction.ts";

/**
 * Runs of DAGs `dag_0`, `dag_1`, … that have ended, by SQL: one a minute, in turns, every tenth of which failed. Six of a minute
 * were asked for in the same microsecond.
 */
export async function seedRuns(database: Pool, { runs, dags }: { readonly runs: number; readonly dags: number }) {
  await database.query(
    `insert into dag_version (hash, dag_id, yaml, spec)
     select 'h' || i, 'dag_' || i, 'id: dag_' || i, '{}' from generate_series(0, $1 - 1) as i`,
    [dags],
  );
  await database.query(
    `insert into dag (id, file, hash, state)
     select 'dag_' || i, 'dags/dag_' || i || '.yaml', 'h' || i, 'ok' from generate_series(0, $1 - 1) as i`,
    [dags],
  );
  // Runs that never moved: the trigger that watches moves in tests knows no such ones.
  await inTransaction(database, async (transaction) => {
    await transaction.query("set local session_replication_role = replica");
    await transaction.query(
      `insert into run (id, dag_id, dag_hash, logical_date, trigger, state, code_hash, snapshot_ids, seed, cells_total,
       open_tasks, timeout_ms, created_at, started_at, finished_at, reads)
     select to_char(at, 'YYYYMMDD_HH24MISS_') || lpad(to_hex(i), 8, '0'), 'dag_' || i % $2, 'h' || i % $2,
       date_trunc('day', at), case when i % 3 = 0 then 'schedule' else 'manual' end,
       case when i % 10 = 0 then 'failed' else 'succeeded' end, '', '{}', 0, 0, 0, 1, at, at, at + interval '1 second', 'own'
     from generate_series(0, $1 - 1) as i,
       lateral (select timestamptz '2026-01-01T00:00:00.123456Z' + (i / 6) * interval '1 minute' as at) moment`,
      [runs, dags],
    );
  });
  await database.query("analyze");
}
