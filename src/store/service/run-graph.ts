import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { AlertKind, AttemptState, DeliveryState, TriggerRule } from "../../core/names/states.ts";
import type { Connection } from "../connection/transaction.ts";
import { UNDER_WAY } from "../run/list-runs.ts";

export interface TaskLinks {
  readonly taskId: TaskId;
  readonly triggerRule: TriggerRule;
  /** Keys of the tasks that come first, in the order of the graph. */
  readonly needs: readonly string[];
}

/** Of all tasks of a run. */
export async function listTaskLinks(connection: Connection, runId: RunId): Promise<readonly TaskLinks[]> {
  const { rows } = await connection.query<TaskLinks>({
    name: "list-task-links",
    text: `
      select task.id::text as "taskId", task.trigger_rule as "triggerRule",
        coalesce(array_agg(needed.key order by needed.position) filter (where needed.id is not null), '{}') as needs
      from task left join task_need need on need.task_id = task.id left join task needed on needed.id = need.needed_id
      where task.run_id = $1 group by task.id`,
    values: [runId],
  });
  return rows;
}

export interface TaskTries {
  readonly taskId: TaskId;
  readonly states: Readonly<Partial<Record<AttemptState, number>>>;
  /** Cells' worth of work that is not counted yet. */
  readonly underWay: number;
}

/** Of the tasks of a run that were begun. */
export async function listTaskTries(connection: Connection, runId: RunId): Promise<readonly TaskTries[]> {
  const { rows } = await connection.query<TaskTries>({
    name: "list-task-tries",
    text: `
      select "taskId", json_object_agg(state, tries) as states, sum(under_way)::float8 as "underWay"
      from (
        select task.id::text as "taskId", attempt.state, count(*)::int as tries, sum(${UNDER_WAY}) as under_way
        from task join attempt on attempt.task_id = task.id where task.run_id = $1 group by task.id, attempt.state) per_state
      group by "taskId"`,
    values: [runId],
  });
  return rows;
}

export interface RunDelivery {
  readonly rule: string;
  readonly kind: AlertKind;
  readonly channel: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** Null when it has ended. */
  readonly nextAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly error: string | null;
}

/** Of the messages of a run, in the order in which they were raised. */
export async function listRunDeliveries(connection: Connection, runId: RunId): Promise<readonly RunDelivery[]> {
  const { rows } = await connection.query<RunDelivery>({
    name: "list-run-deliveries",
    text: `
      select alert.rule, alert.kind, delivery.channel, delivery.state, delivery.attempts, delivery.last_error as error,
        case when delivery.state = 'pending' then delivery.next_at end as "nextAt", delivery.delivered_at as "deliveredAt"
      from alert join delivery on delivery.alert_id = alert.id
      where alert.run_id = $1 order by alert.id, delivery.id`,
    values: [runId],
  });
  return rows;
}
