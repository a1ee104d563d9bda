import type { TaskId } from "../core/names/ids.ts";
import type { Connection } from "./connection/transaction.ts";

/** Workers are asked again after this long: their host may have been mended. */
const HOLDS = "10 minutes";

export interface Declined {
  /** It had not declined the task before. */
  readonly isNew: boolean;
  /** There is a live worker that has not declined the task. */
  readonly hasOthers: boolean;
}

/** Notes that a worker cannot do a task where it is. Expects the lock on the run, so that the last two workers do not both wait for each other. */
export async function declineTask(connection: Connection, taskId: TaskId, workerId: string): Promise<Declined> {
  const { rows } = await connection.query<Declined>({
    name: "decline-task",
    text: `
      with noted as (
        insert into declined (task_id, worker_id) values ($1, $2)
        on conflict (task_id, worker_id) do update set declined_at = now() returning xmax = 0 as is_new
      )
      select (select is_new from noted) as "isNew", exists (
        select from worker where state = 'live' and alive_until > now() and slots > 0 and id <> $2 and not exists (
          select from declined where task_id = $1 and worker_id = worker.id and declined_at > now() - interval '${HOLDS}')
      ) as "hasOthers"`,
    values: [taskId, workerId],
  });
  return rows[0] ?? { isNew: false, hasOthers: false };
}
