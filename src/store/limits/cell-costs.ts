import type { Connection } from "../connection/transaction.ts";

/** What a cell of a backtest took in the last run of its DAG that computed some, in milliseconds of one slot; null for none. */
export async function lastCellMs(connection: Connection, dagId: string, backtest: string): Promise<number | null> {
  const { rows } = await connection.query<{ cellMs: number }>({
    name: "last-cell-ms",
    text: `
      select task.cell_ms as "cellMs" from (
        select id from run where dag_id = $1 order by created_at desc, id desc limit 50) recent
      join task on task.run_id = recent.id
      where task.key = $2 and task.cell_ms is not null
      order by recent.id desc limit 1`,
    values: [dagId, backtest],
  });
  return rows[0]?.cellMs ?? null;
}
