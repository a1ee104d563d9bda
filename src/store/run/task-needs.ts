import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { TaskKind, TaskState, TriggerRule } from "../../core/names/states.ts";
import type { NeedsSummary } from "../../core/names/trigger-rule.ts";
import { int8Array } from "../binary-array.ts";
import type { Connection } from "../connection/transaction.ts";

export interface ReadyTask extends NeedsSummary {
  readonly id: TaskId;
  readonly kind: TaskKind;
  readonly triggerRule: TriggerRule;
  readonly minSuccess: number | null;
}

interface ReadyRow extends Omit<ReadyTask, "states"> {
  readonly states: readonly TaskState[];
  readonly counts: readonly number[];
}

/** How the needs of tasks have ended, to decide by their trigger rules. */
export async function summariseNeeds(connection: Connection, ids: readonly TaskId[]): Promise<readonly ReadyTask[]> {
  const { rows } = await connection.query<ReadyRow>({
    name: "summarise-needs",
    text: `
      with per_state as (
        select link.task_id, needed.state, count(*)::int as tasks, sum(needed.cells_total)::int as cells,
          sum(needed.cells_succeeded + needed.cells_cached)::int as with_result
        from task_need link join task needed on needed.id = link.needed_id
        where link.task_id = any($1::int8[])
        group by link.task_id, needed.state
      )
      select task.id::text, task.kind, task.trigger_rule as "triggerRule", task.min_success as "minSuccess",
        array_agg(per_state.state) as states, array_agg(per_state.tasks) as counts,
        sum(per_state.cells)::int as cells, sum(per_state.with_result)::int as "cellsWithResult"
      from per_state join task on task.id = per_state.task_id
      group by task.id
      order by task.id`,
    values: [int8Array(ids)],
  });
  return rows.map(({ counts, ...row }) => ({ ...row, states: tally(row.states, counts) }));
}

function tally(states: readonly TaskState[], counts: readonly number[]): Readonly<Record<TaskState, number>> {
  const tallied = { waiting: 0, queued: 0, running: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0 };
  for (const [index, state] of states.entries()) tallied[state] = counts[index] ?? 0;
  return tallied;
}

/** Tasks of a run that wait for no other one. */
export async function listRootIds(connection: Connection, runId: RunId): Promise<readonly TaskId[]> {
  const { rows } = await connection.query<{ id: TaskId }>(
    `select id::text from task where run_id = $1 and state = 'waiting' and unmet = 0 order by position`,
    [runId],
  );
  return rows.map((row) => row.id);
}

/** Which tasks of a run need which: for each needed one those that need it. */
export async function listDependants(
  connection: Connection,
  runId: RunId,
): Promise<ReadonlyMap<TaskId, readonly TaskId[]>> {
  const { rows } = await connection.query<{ id: TaskId; dependants: readonly TaskId[] }>(
    `select needed_id::text as id, array_agg(task_id::text) as dependants
     from task_need where needed_id in (select id from task where run_id = $1) group by needed_id`,
    [runId],
  );
  return new Map(rows.map(({ id, dependants }) => [id, dependants]));
}
