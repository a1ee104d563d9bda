import type { TaskId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

/** Cells of a sweep that failed for one reason. */
export interface ErrorGroup {
  readonly code: string;
  /** Of its first cell. */
  readonly message: string;
  readonly cells: number;
  /** Numbers of the first ten. */
  readonly first: readonly number[];
}

/** Messages that differ in numbers only are one group; the most frequent first. */
export async function listErrorGroups(
  connection: Connection,
  taskId: TaskId,
  limit: number,
): Promise<readonly ErrorGroup[]> {
  const { rows } = await connection.query<ErrorGroup>({
    name: "list-error-groups",
    text: `
      select coalesce(error->>'code', '') as code, count(*)::int as cells, (array_agg(cell order by cell))[1:10] as first,
        (array_agg(left(error->>'message', 1000) order by cell))[1] as message
      from failed_cell where task_id = $1
      group by error->>'code', regexp_replace(left(error->>'message', 200), '-?[0-9]+([.][0-9]+)?', '#', 'g')
      order by cells desc, min(cell) limit $2`,
    values: [taskId, limit],
  });
  return rows;
}
