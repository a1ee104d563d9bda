import type { TaskId } from "../../core/names/ids.ts";
import type { RangeTarget } from "../../core/values/range-target.ts";
import { CELLS_OUT } from "../outside/open-ranges.ts";
import { rangeSize } from "./range-size.ts";
import type { AttemptId } from "../run/attempts.ts";
import { LEFT_MS } from "../actions/time-left.ts";
import type { TaskError } from "../run/tasks.ts";
import { jsonText } from "../connection/storable-client.ts";
import type { Connection, Transaction } from "../connection/transaction.ts";

/** Cells [from, to) of a sweep, given to one worker. */
export interface Lease {
  readonly attemptId: AttemptId;
  readonly from: number;
  readonly to: number;
  /** Workers that died over this range. */
  readonly kills: number;
  /** Work on it that an attempt before has begun outside of its worker; null for none. */
  readonly externalId: string | null;
  /** Tries at it, or at some of its cells, that have failed; absent for none. */
  readonly tries?: number;
  /** Milliseconds that the sweep may still take, below 0 when it has taken too long; absent or null for no limit. */
  readonly leftMs?: number | null;
}

/** Cells [from, to) of a sweep that are taken before new ones. */
export interface SpareRange extends Omit<Lease, "attemptId" | "leftMs"> {
  /** Absent: when a worker was lost, it is taken at once. */
  readonly again?: { readonly at: Date; readonly error: TaskError };
}

export interface LeaseRequest {
  readonly taskId: TaskId;
  readonly workerId: string;
  /** Compute slots that share the sweep. */
  readonly slots: number;
  readonly target: RangeTarget;
}

interface SweepRow {
  readonly nextCell: number;
  readonly cellsTotal: number;
  readonly cellMs: number | null;
  readonly leftMs: number | null;
}

/** Takes the next range of a running sweep: a spare one first. Null when nothing is left, as many are out as may be, or the run is stopping. */
export async function leaseRange(transaction: Transaction, request: LeaseRequest): Promise<Lease | null> {
  const sweep = await lockSweep(transaction, request.taskId);
  if (sweep === null) return null;
  const remaining = sweep.cellsTotal - sweep.nextCell;
  const size =
    remaining === 0 ? 0 : rangeSize({ remaining, cellMs: sweep.cellMs, slots: request.slots, target: request.target });
  const { rows } = await transaction.query<Lease>({
    name: "lease-range",
    text: `
      with room as (
        select ${CELLS_OUT} = 0 as is_whole, coalesce(max_cells_out - ${CELLS_OUT}, 2147483647) as cells from task where id = $1
      ), spare as (
        delete from spare_range where task_id = $1 and from_cell = (
          select min(from_cell) from spare_range, room where task_id = $1 and (run_after is null or run_after <= now())
            and (room.is_whole or to_cell - from_cell <= room.cells))
        returning from_cell, to_cell, kills, external_id, tries
      ), fresh as (
        update task set next_cell = $3::int + least($4::int, room.cells) from room
        where id = $1 and $4::int > 0 and room.cells > 0 and not exists (select from spare)
        returning $3::int as from_cell, $3::int + least($4::int, room.cells) as to_cell, 0 as kills, null as external_id, 0 as tries
      )
      insert into attempt (task_id, worker_id, from_cell, to_cell, kills, external_id, tries)
      select $1, $2, taken.* from (select * from spare union all select * from fresh) taken
      returning id::text as "attemptId", from_cell as from, to_cell as to, kills, external_id as "externalId", tries`,
    values: [request.taskId, request.workerId, sweep.nextCell, size],
  });
  const [lease] = rows;
  return lease === undefined ? null : { ...lease, leftMs: sweep.leftMs };
}

/** A statement of its own: one that waits for a lock and then updates would see the counters as they were before. */
async function lockSweep(transaction: Transaction, taskId: TaskId): Promise<SweepRow | null> {
  const { rows } = await transaction.query<SweepRow>({
    name: "lock-sweep",
    text: `
      select task.next_cell as "nextCell", task.cells_total as "cellsTotal", task.cell_ms as "cellMs",
        ${LEFT_MS} as "leftMs"
      from task join run on run.id = task.run_id
      where task.id = $1 and task.state = 'running' and run.stopping is null and run.paused_at is null
      for no key update of task`,
    values: [taskId],
  });
  return rows[0] ?? null;
}

/** Gives a lease's cells back, to be taken by anyone; see `takeBackRange` for how they are cut. */
export async function addSpareRanges(
  connection: Connection,
  taskId: TaskId,
  ranges: readonly SpareRange[],
): Promise<void> {
  await connection.query(
    `insert into spare_range (task_id, from_cell, to_cell, kills, external_id, tries, run_after, error)
     select $1, * from unnest($2::int[], $3::int[], $4::int[], $5::text[], $6::int[], $7::timestamptz[], $8::jsonb[])`,
    [
      taskId,
      ranges.map((range) => range.from),
      ranges.map((range) => range.to),
      ranges.map((range) => range.kills),
      ranges.map((range) => range.externalId),
      ranges.map((range) => range.tries ?? 0),
      ranges.map((range) => range.again?.at ?? null),
      ranges.map((range) => (range.again === undefined ? null : jsonText(range.again.error))),
    ],
  );
}
