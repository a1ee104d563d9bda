import type { Pool } from "pg";
import type { RunId } from "../../../src/core/names/ids.ts";

/** Counters of a run and its tasks that are not what the rows say that they count: none, if all is well. */
export async function miscounted(database: Pool, id: RunId): Promise<readonly unknown[]> {
  const { rows } = await database.query(
    `with counted as (
       select task.id, task.unmet, task.cells_succeeded, task.cells_cached, task.cells_failed, task.cells_done,
         (select count(*) from task_need join task needed on needed.id = needed_id
          where task_id = task.id and needed.state in ('waiting', 'queued', 'running')) as open_needs,
         (select coalesce(sum(cells), 0) from sweep_part where task_id = task.id and state = 'succeeded') as succeeded,
         (select coalesce(sum(cells), 0) from sweep_part where task_id = task.id and state = 'cached') as cached,
         (select count(*) from failed_cell where task_id = task.id) as failed
       from task where run_id = $1)
     select * from counted where unmet <> open_needs or cells_succeeded <> succeeded or cells_cached <> cached
       or cells_failed <> failed or cells_done <> succeeded + cached + failed
     union all
     select null, null, null, null, null, null, null, null, null, null from run where id = $1 and (
       cells_done <> (select sum(cells_done) from counted) or cells_failed <> (select sum(cells_failed) from counted)
       or open_tasks <> (select count(*) from task where run_id = $1 and state in ('waiting', 'queued', 'running')))`,
    [id],
  );
  return rows;
}
