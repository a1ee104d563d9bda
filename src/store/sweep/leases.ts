import type { TaskId } from "../../core/ids.ts";
import type { AttemptId } from "../run/attempts.ts";
import type { Connection } from "../transaction.ts";

/** Cells [from, to) of a sweep, given to one worker. */
export interface Lease {
  readonly attemptId: AttemptId;
  readonly from: number;
  readonly to: number;
  /** Workers that died over this range. */
  readonly kills: number;
}

export interface LeaseRequest {
  readonly taskId: TaskId;
  readonly workerId: string;
  /** Compute slots that share the sweep: the last ranges get smaller, so that all end together. */
  readonly slots: number;
}

/** Work that one range is sized to, in milliseconds. */
const RANGE_MS = 1000;
/** Cells of a range before the cost of a cell was measured. */
const FIRST_CELLS = 64;
/** Bounds the memory and the transaction of one range. */
const MAX_CELLS = 20_000;

/**
 * Takes the next range of a running sweep: a spare one first, else the next cells,
 * sized by the measured cost of a cell. Null when nothing is left or the run is stopping.
 */
export async function leaseRange(connection: Connection, request: LeaseRequest): Promise<Lease | null> {
  const { rows } = await connection.query<Lease>({
    name: "lease-range",
    text: `
      with sweep as (
        select task.id, task.next_cell, task.cells_total, task.cell_ms
        from task join run on run.id = task.run_id
        where task.id = $1 and task.state = 'running' and run.stopping is null
        for update of task
      ), spare as (
        delete from spare_range
        where (task_id, from_cell) = (
          select spare_range.task_id, spare_range.from_cell from spare_range join sweep on sweep.id = spare_range.task_id
          order by spare_range.from_cell limit 1)
        returning from_cell, to_cell, kills
      ), fresh as (
        update task set next_cell = least(sweep.cells_total, sweep.next_cell + greatest(1, least(
            $4::int,
            coalesce(ceil($5 / nullif(sweep.cell_ms, 0)), $6),
            ceil((sweep.cells_total - sweep.next_cell) / (2.0 * $3)))::int))
        from sweep
        where task.id = sweep.id and sweep.next_cell < sweep.cells_total and not exists (select from spare)
        returning sweep.next_cell as from_cell, task.next_cell as to_cell, 0 as kills
      )
      insert into attempt (task_id, worker_id, from_cell, to_cell, kills)
      select $1, $2, taken.* from (select * from spare union all select * from fresh) taken
      returning id::text as "attemptId", from_cell as from, to_cell as to, kills`,
    values: [request.taskId, request.workerId, request.slots, MAX_CELLS, RANGE_MS, FIRST_CELLS],
  });
  return rows[0] ?? null;
}

/** Gives a lease's cells back, to be taken by anyone; see `splitLostRange` for how they are cut. */
export async function addSpareRanges(
  connection: Connection,
  taskId: TaskId,
  ranges: readonly { readonly from: number; readonly to: number; readonly kills: number }[],
): Promise<void> {
  await connection.query(
    `insert into spare_range (task_id, from_cell, to_cell, kills)
     select $1, * from unnest($2::int[], $3::int[], $4::int[])`,
    [taskId, ranges.map((range) => range.from), ranges.map((range) => range.to), ranges.map((range) => range.kills)],
  );
}
