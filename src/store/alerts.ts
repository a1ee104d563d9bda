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
  /** Messages of one thread reach a channel in their order. */
  readonly thread: string;
  /** Channels that are to wait for the end of quiet hours, and until when. */
  readonly heldUntil?: Readonly<Partial<Record<string, Date>>>;
  /** Told to every receiver, who can tell a repetition by it. */
  readonly idempotencyKey: string;
}

/**
 * Writes an alert with one delivery per channel into the outbox. False when the run has an alert of this
 * rule already: one message per run and rule, whoever asks twice, and another one when a person has it begun again.
 */
export async function insertAlert(connection: Connection, runId: RunId, alert: NewAlert): Promise<boolean> {
  const { rows } = await connection.query<{ id: string }>(
    `insert into alert (run_id, rule, kind, message, round)
     values ($1, $2, $3, $4, (select round from run where id = $1))
     on conflict (run_id, rule, round) do nothing returning id::text`,
    [runId, alert.rule, alert.kind, jsonText(alert.message)],
  );
  const id = rows[0]?.id;
  if (id === undefined) return false;
  await connection.query(
    `insert into delivery (alert_id, channel, idempotency_key, thread, held, next_at)
     select $1, channel, $2, $4, held_until is not null, coalesce(held_until, now())
     from unnest($3::text[], $5::timestamptz[]) as one (channel, held_until)`,
    [
      id,
      alert.idempotencyKey,
      alert.channels,
      alert.thread,
      alert.channels.map((channel) => alert.heldUntil?.[channel] ?? null),
    ],
  );
  await releaseBefore(connection, id);
  return true;
}

/** What quiet hours hold of the same thread must not delay a message that they do not hold: it goes out before it. */
async function releaseBefore(connection: Connection, alertId: string): Promise<void> {
  await connection.query(
    `update delivery set held = false, next_at = now()
     from delivery urgent
     where urgent.alert_id = $1 and not urgent.held and delivery.channel = urgent.channel
       and delivery.thread = urgent.thread and delivery.id < urgent.id and delivery.state = 'pending' and delivery.held`,
    [alertId],
  );
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
    /** ISO 8601; null unless it waits for the end of quiet hours. */
    readonly heldUntil: string | null;
  }[];
}

export async function listAlerts(connection: Connection, runId: RunId): Promise<readonly AlertRow[]> {
  const { rows } = await connection.query<AlertRow>(
    `select alert.rule, alert.kind, alert.message, coalesce(json_agg(json_build_object('channel', delivery.channel,
         'state', delivery.state, 'attempts', delivery.attempts, 'lastError', delivery.last_error,
         'heldUntil', case when delivery.held and delivery.state = 'pending' then delivery.next_at end)
         order by delivery.id) filter (where delivery.id is not null), '[]') as deliveries
     from alert left join delivery on delivery.alert_id = alert.id
     where alert.run_id = $1 group by alert.id order by alert.id`,
    [runId],
  );
  return rows;
}
