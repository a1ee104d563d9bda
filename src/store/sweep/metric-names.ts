import type { TaskId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

/** Names of all metrics that any cell of a sweep was stored with. */
export async function readMetricNames(connection: Connection, taskId: TaskId): Promise<readonly string[]> {
  const { rows } = await connection.query<{ name: string }>({
    name: "read-metric-names",
    text: `
      select distinct name from sweep_part join batch on batch.id = sweep_part.batch_id cross join unnest(batch.names) as name
      where sweep_part.task_id = $1 order by name`,
    values: [taskId],
  });
  return rows.map(({ name }) => name);
}
