import type { RunId } from "../core/names/ids.ts";
import type { AlertKind, DeliveryState } from "../core/names/states.ts";
import type { Connection } from "./connection/transaction.ts";
import { jsonText } from "./connection/storable-client.ts";

export interface NewAlert {
  /** Unique within the run; a notice of a callback has its title here. */
  readonly rule: string;
  readonly kind: AlertKind;
  /** An AlertMessage, as JSON. */
  readonly message: unknown;
  readonly channels: readonly string[];
  /** Told to every receiver, who can tell a repetition by it. */
  readonly idempotencyKey: string;
}

/**
 * Writes an alert with one delivery per channel into the outbox. False when the run has an alert of this
 * rule already: one message per run and rule, whoever asks twice.
 */
export async function insertAlert(connection: Connection, runId: RunId, alert: NewAlert): Promise<boolean> {
  const { rows } = await connection.query<{ id: string }>(
    `insert into alert (run_id, rule, kind, message) values ($1, $2, $3, $4)
     on conflict (run_id, rule) do nothing returning id::text`,
    [runId, alert.rule, alert.kind, jsonText(alert.message)],
  );
  const id = rows[0]?.id;
  if (id === undefined) return false;
  await connection.query(
    `insert into delivery (alert_id, channel, idempotency_key)
     select $1, channel, $2 from unnest($3::text[]) as channel`,
    [id, alert.idempotencyKey, alert.channels],
  );
  return true;
}

/**
 * What each rule said in the last ended run of the DAG before this one; rules that said nothing are absent. Runs with
 * overrides are experiments: they neither raise an alarm for the DAG nor clear it.
 */
export async function readPreviousVerdicts(
  connection: Connection,
  dagId: string,
  runId: RunId,
): Promise<Readonly<Record<string, "fired" | "undecided">>> {
  const { rows } = await connection.query<{ rule: string; kind: "fired" | "undecided" }>(
    `select alert.rule, alert.kind from alert
     where alert.kind in ('fired', 'undecided') and alert.run_id = (
       select id from run where dag_id = $1 and id <> $2 and state in ('succeeded', 'failed') and overrides = '{}'
       order by finished_at desc limit 1)`,
    [dagId, runId],
  );
  return Object.fromEntries(rows.map((row) => [row.rule, row.kind]));
}

export interface DueDelivery {
  readonly id: string;
  readonly runId: RunId;
  readonly rule: string;
  readonly channel: string;
  readonly message: unknown;
  /** This try included. */
  readonly attempts: number;
  readonly idempotencyKey: string;
  /** Receivers that have got it already. */
  readonly reached: readonly string[];
}

/**
 * Takes what has to be sent now. A sender that dies is found out after `holdMs`, when its deliveries
 * are due again: at least once, and the idempotency key tells the receiver.
 */
export async function takeDueDeliveries(
  connection: Connection,
  request: { readonly limit: number; readonly holdMs: number },
): Promise<readonly DueDelivery[]> {
  const { rows } = await connection.query<DueDelivery>(
    `with due as (
       select id from delivery where state = 'pending' and next_at <= now()
       order by next_at limit $1 for update skip locked
     )
     update delivery set attempts = attempts + 1, next_at = now() + $2 * interval '1 ms'
     from due, alert
     where delivery.id = due.id and alert.id = delivery.alert_id
     returning delivery.id::text, alert.run_id as "runId", alert.rule, delivery.channel, alert.message,
       delivery.attempts, delivery.idempotency_key as "idempotencyKey", delivery.reached`,
    [request.limit, request.holdMs],
  );
  return rows;
}

/** Ends a delivery. */
export async function endDelivery(
  connection: Connection,
  id: string,
  end: { readonly state: Exclude<DeliveryState, "pending">; readonly error: string | null },
): Promise<void> {
  await connection.query(
    `update delivery set state = $2, last_error = $3,
       delivered_at = case when $2 = 'delivered' then now() end
     where id = $1 and state = 'pending'`,
    [id, end.state, end.error],
  );
}

/** Puts a delivery off; gives back when it is due again. */
export async function postponeDelivery(
  connection: Connection,
  id: string,
  retry: { readonly delayMs: number; readonly error: string; readonly reached: readonly string[] },
): Promise<Date | null> {
  const { rows } = await connection.query<{ nextAt: Date }>(
    `update delivery set next_at = now() + $2 * interval '1 ms', last_error = $3, reached = reached || $4::text[]
     where id = $1 and state = 'pending' returning next_at as "nextAt"`,
    [id, retry.delayMs, retry.error, retry.reached],
  );
  return rows[0]?.nextAt ?? null;
}

export interface AlertRow {
  readonly rule: string;
  readonly kind: AlertKind;
  readonly message: unknown;
  readonly deliveries: readonly {
    readonly channel: string;
    readonly state: DeliveryState;
    readonly attempts: number;
    readonly lastError: string | null;
  }[];
}

export async function listAlerts(connection: Connection, runId: RunId): Promise<readonly AlertRow[]> {
  const { rows } = await connection.query<AlertRow>(
    `select alert.rule, alert.kind, alert.message, coalesce(json_agg(json_build_object('channel', delivery.channel,
         'state', delivery.state, 'attempts', delivery.attempts, 'lastError', delivery.last_error)
         order by delivery.id) filter (where delivery.id is not null), '[]') as deliveries
     from alert left join delivery on delivery.alert_id = alert.id
     where alert.run_id = $1 group by alert.id order by alert.id`,
    [runId],
  );
  return rows;
}
