import type { ChannelName } from "../core/names/channels.ts";
import type { RunId } from "../core/names/ids.ts";
import type { AlertKind, DeliveryState } from "../core/names/states.ts";
import type { Connection } from "./connection/transaction.ts";

export interface DueDelivery {
  readonly id: string;
  readonly runId: RunId;
  readonly rule: string;
  readonly kind: AlertKind;
  readonly channel: string;
  readonly message: unknown;
  /** This try included. */
  readonly attempts: number;
  readonly idempotencyKey: string;
  /** Receivers that have got it already. */
  readonly reached: readonly string[];
  /** Receivers that were refused for good. */
  readonly refused: readonly string[];
  /** What the last try said. */
  readonly lastError: string | null;
}

/**
 * Something of the same thread goes before it: a delivery that waits, or a summary in which an earlier one is told. `delivery`
 * is the one that is asked about.
 */
const HAS_TO_WAIT = `exists (
    select from delivery before where before.channel = delivery.channel and before.thread = delivery.thread
      and before.id < delivery.id and before.state = 'pending')
  or exists (
    select from delivery summary join delivery told on told.summary_id = summary.id
    where summary.channel = delivery.channel and summary.thread = 'summaries/' || delivery.channel
      and summary.state = 'pending' and told.thread = delivery.thread and told.id < delivery.id)`;

/**
 * Takes what has to be sent now, the oldest first. A sender that dies is found out after `holdMs`, when its deliveries
 * are due again: at least once, and the idempotency key tells the receiver. What belongs to a thread waits for those
 * before it in that thread.
 *
 * @param request.channel absent: of all channels
 */
export async function takeDueDeliveries(
  connection: Connection,
  request: { readonly limit: number; readonly holdMs: number; readonly channel?: ChannelName },
): Promise<readonly DueDelivery[]> {
  const { rows } = await connection.query<DueDelivery>(
    `with due as (
       select id from delivery
       where state = 'pending' and not held and next_at <= now() and ($3::text is null or channel = $3)
         and not (${HAS_TO_WAIT})
       order by delivery.id limit $1 for update skip locked
     )
     update delivery set attempts = attempts + 1, next_at = now() + $2 * interval '1 ms'
     from due, alert
     where delivery.id = due.id and alert.id = delivery.alert_id
     returning delivery.id::text, alert.run_id as "runId", alert.rule, alert.kind, delivery.channel, alert.message,
       delivery.attempts, delivery.idempotency_key as "idempotencyKey", delivery.reached, delivery.refused,
       delivery.last_error as "lastError"`,
    [request.limit, request.holdMs, request.channel ?? null],
  );
  return rows;
}

/** The channels that have something to send, now or later. */
export async function listWaitingChannels(connection: Connection): Promise<readonly string[]> {
  const { rows } = await connection.query<{ channel: string }>(
    `select distinct channel from delivery where state = 'pending'`,
  );
  return rows.map(({ channel }) => channel);
}

/** When the next delivery of a channel is due, the first of each thread counting; null when nothing waits. */
export async function readNextDue(connection: Connection, channel: string): Promise<Date | null> {
  const { rows } = await connection.query<{ at: Date | null }>(
    `select min(next_at) as at from delivery
     where state = 'pending' and channel = $1 and not (${HAS_TO_WAIT})`,
    [channel],
  );
  return rows[0]?.at ?? null;
}

/** Ends a delivery. */
export async function endDelivery(
  connection: Connection,
  id: string,
  end: { readonly state: Exclude<DeliveryState, "pending" | "summarised">; readonly error: string | null },
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
  retry: {
    readonly delayMs: number;
    readonly error: string;
    readonly reached: readonly string[];
    readonly refused?: readonly string[];
  },
): Promise<Date | null> {
  const { rows } = await connection.query<{ nextAt: Date }>(
    `update delivery set next_at = now() + $2 * interval '1 ms', last_error = $3, reached = reached || $4::text[],
       refused = refused || $5::text[]
     where id = $1 and state = 'pending' returning next_at as "nextAt"`,
    [id, retry.delayMs, retry.error, retry.reached, retry.refused ?? []],
  );
  return rows[0]?.nextAt ?? null;
}

/** Puts off all that waits for a channel which is down, or has asked for a pause: none of it would fare better. */
export async function postponeChannel(
  connection: Connection,
  channel: string,
  pause: { readonly delayMs: number; readonly error: string },
): Promise<void> {
  await connection.query(
    `update delivery set next_at = greatest(next_at, now() + $2 * interval '1 ms'), last_error = coalesce(last_error, $3)
     where channel = $1 and state = 'pending' and not held`,
    [channel, pause.delayMs, pause.error],
  );
}

export interface HeldDelivery {
  readonly id: string;
  readonly runId: RunId;
  readonly rule: string;
  readonly kind: AlertKind;
  readonly message: unknown;
  readonly createdAt: Date;
  /** An earlier message of its thread is still being tried, or waits for longer. */
  readonly follows: boolean;
}

/** Locks what has waited for the end of quiet hours of a channel that are over now, in the order of its messages. */
export async function lockReleased(connection: Connection, channel: string): Promise<readonly HeldDelivery[]> {
  const { rows } = await connection.query<HeldDelivery>(
    `select delivery.id::text, alert.run_id as "runId", alert.rule, alert.kind, alert.message, alert.created_at as "createdAt",
       exists (
         select from delivery before where before.channel = delivery.channel and before.thread = delivery.thread
           and before.id < delivery.id and before.state = 'pending'
           and not (before.held and before.next_at <= now())) as follows
     from delivery join alert on alert.id = delivery.alert_id
     where delivery.state = 'pending' and delivery.held and delivery.next_at <= now() and delivery.channel = $1
     order by delivery.id for update of delivery`,
    [channel],
  );
  return rows;
}

/** Those that are told by themselves. */
export async function releaseDeliveries(connection: Connection, ids: readonly string[]): Promise<void> {
  await connection.query(`update delivery set held = false where id = any($1::bigint[])`, [ids]);
}

/** Ends deliveries that a summary tells in their place. */
export async function endInSummary(
  connection: Connection,
  ids: readonly string[],
  summary: { readonly runId: RunId; readonly rule: string },
): Promise<void> {
  await connection.query(
    `update delivery set state = 'summarised', summary_id = (
       select delivery.id from delivery join alert on alert.id = delivery.alert_id
       where alert.run_id = $2 and alert.rule = $3 limit 1)
     where id = any($1::bigint[])`,
    [ids, summary.runId, summary.rule],
  );
}
