import type { Connection } from "../connection/transaction.ts";

/**
 * What a cell of a backtest took in the last run of its DAG that computed some, in milliseconds of one slot: the time of all its
 * ranges by the cells that they computed. Null for none.
 */
export async function lastCellMs(connection: Connection, dagId: string, backtest: string): Promise<number | null> {
  const { rows } = await connection.query<{ cellMs: number }>({
    name: "last-cell-ms",
    text: `
      select coalesce(ranges.took_ms / nullif(task.cells_succeeded + task.cells_failed, 0), task.cell_ms) as "cellMs" from (
        select id from run where dag_id = $1 order by created_at desc, id desc limit 50) recent
      join task on task.run_id = recent.id
      cross join lateral (
        select extract(epoch from sum(finished_at - started_at))::float8 * 1000 as took_ms
        from attempt where attempt.task_id = task.id and attempt.state = 'succeeded') ranges
      where task.key = $2 and task.cell_ms is not null
      order by recent.id desc limit 1`,
    values: [dagId, backtest],
  });
  return rows[0]?.cellMs ?? null;
}

/** How long a task took in the last run of its DAG in which it succeeded, in milliseconds; null for none. */
export async function lastTaskMs(connection: Connection, dagId: string, key: string): Promise<number | null> {
  const { rows } = await connection.query<{ tookMs: number }>({
    name: "last-task-ms",
    text: `
      select extract(epoch from task.finished_at - task.started_at)::float8 * 1000 as "tookMs" from (
        select id from run where dag_id = $1 order by created_at desc, id desc limit 50) recent
      join task on task.run_id = recent.id
      where task.key = $2 and task.state = 'succeeded' and task.started_at is not null
      order by recent.id desc limit 1`,
    values: [dagId, key],
  });
  return rows[0]?.tookMs ?? null;
}
