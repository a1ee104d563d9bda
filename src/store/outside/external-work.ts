import { int8Array } from "../binary-array.ts";
import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { Connection, Transaction } from "../connection/transaction.ts";

/** Work outside of our workers, on a range of cells that nobody has at the moment. */
export interface ExternalWork {
  readonly externalId: string;
  readonly runId: RunId;
  readonly dagHash: string;
  readonly taskId: TaskId;
  readonly specIndex: number;
  readonly from: number;
}

/** Such that nobody will go on with: its run is stopping, or its task has ended. */
export async function listDesertedWork(connection: Connection): Promise<readonly ExternalWork[]> {
  const { rows } = await connection.query<ExternalWork>({
    name: "list-deserted-work",
    text: `
      select spare.external_id as "externalId", run.id as "runId", run.dag_hash as "dagHash", task.id::text as "taskId",
        task.spec_index as "specIndex", spare.from_cell as from
      from spare_range spare join task on task.id = spare.task_id join run on run.id = task.run_id
      where spare.external_id is not null and (run.stopping is not null or task.state <> 'running')
      order by spare.task_id, spare.from_cell`,
  });
  return rows;
}

/** Nothing of it is left. */
export async function forgetExternalWork(
  transaction: Transaction,
  { taskId, from, externalId }: ExternalWork,
): Promise<void> {
  await transaction.query({
    name: "forget-external-work",
    text: `delete from spare_range where task_id = $1 and from_cell = $2 and external_id = $3`,
    values: [taskId, from, externalId],
  });
}

/** Whether work outside of our workers is still to be ended, of these tasks. */
export async function hasExternalWork(connection: Connection, taskIds: readonly TaskId[]): Promise<boolean> {
  const { rowCount } = await connection.query(
    `select from spare_range where task_id = any($1::int8[]) and external_id is not null limit 1`,
    [int8Array(taskIds)],
  );
  return rowCount === 1;
}
