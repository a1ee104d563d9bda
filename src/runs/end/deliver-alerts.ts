import type { Channel, Delivery, DeliveryFailure } from "../../alerts/channels/channel.ts";
import { nextDeliveryDelay } from "../../alerts/channels/delivery-delay.ts";
import { readStoredMessage } from "../../alerts/message/stored-message.ts";
import { CHANNEL_NAMES, type ChannelName } from "../../core/names/channels.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { notify } from "../../store/events.ts";
import {
  type DueDelivery,
  endDelivery,
  listWaitingChannels,
  postponeChannel,
  postponeDelivery,
  readNextDue,
  takeDueDeliveries,
} from "../../store/outbox.ts";
import type { WorkDeps } from "../work-deps.ts";
import { releaseHeld } from "./release-held.ts";

/** One try takes at most this long; a sender that dies is found out after twice the time. */
const SEND_TIMEOUT_MS = 60_000;
/** Two different messages that fail one after the other: it is the channel, not the message. */
const FAILURES_OF_CHANNEL = 2;

/**
 * Sends all that is due in the outbox: the channels beside each other, so that one that is down delays no other, and the
 * messages of a channel one after the other, the oldest first. Failing deliveries are retried with growing delays and never
 * fail a run.
 */
export async function deliverAlerts(deps: WorkDeps): Promise<void> {
  const waiting = await listWaitingChannels(deps.database);
  const channels = CHANNEL_NAMES.filter((name) => waiting.includes(name));
  await Promise.all(
    channels.map(async (name) => {
      await deliverThrough(name, deps);
      await askForNext(name, deps);
    }),
  );
}

/** Also for what a sender holds that may be dead: its delivery is due again without anybody saying so. */
async function askForNext(name: ChannelName, { database }: WorkDeps): Promise<void> {
  const runAt = await readNextDue(database, name);
  if (runAt === null) return;
  const key = `deliver ${name} ${runAt.toISOString()}`;
  await enqueueJobs(database, [{ name: "deliver_alerts", subject: "", runAt, key }]);
}

async function deliverThrough(name: ChannelName, deps: WorkDeps): Promise<void> {
  await releaseHeld(name, deps);
  for (let failures = 0; failures < FAILURES_OF_CHANNEL; ) {
    const [due] = await takeDueDeliveries(deps.database, { limit: 1, holdMs: 2 * SEND_TIMEOUT_MS, channel: name });
    if (due === undefined) return;
    const pause = await deliverOne(due, deps);
    failures = pause === null ? 0 : failures + 1;
    const isAsked = pause?.isAsked === true;
    if (pause === null || (!isAsked && failures < FAILURES_OF_CHANNEL)) continue;
    await postponeChannel(deps.database, name, pause);
    return;
  }
}

interface Pause {
  readonly delayMs: number;
  readonly error: string;
  /** The receiver named it. */
  readonly isAsked: boolean;
}

/** How long to wait before the next try; null when the delivery has come to its end. */
async function deliverOne(due: DueDelivery, deps: WorkDeps): Promise<Pause | null> {
  const log = deps.logs.ofRun(due.runId);
  const fields = { rule: due.rule, channel: due.channel, attempt: due.attempts };
  const channel = deps.channels[due.channel as ChannelName];
  let pause: Pause | null = null;
  if (channel.unavailable !== null) {
    log.warn(`"${due.rule}" was not sent: ${due.channel} is ${channel.unavailable}`, fields);
    await endDelivery(deps.database, due.id, { state: "not_configured", error: channel.unavailable });
  } else {
    const outcome = await send(due, channel);
    if (outcome.ok) {
      log.info(`Sent "${due.rule}" through ${due.channel}`, fields);
      await endReached(due, deps);
    } else {
      log.warn(`Could not send "${due.rule}" through ${due.channel}: ${outcome.error}`, fields);
      pause = await retryOrFail(due, outcome, deps);
    }
  }
  await notify(deps.database, "nightgrid_run", due.runId);
  return pause;
}

function send(due: DueDelivery, channel: Channel): Promise<Delivery> {
  const { idempotencyKey, reached, refused } = due;
  const signal = AbortSignal.timeout(SEND_TIMEOUT_MS);
  return channel.deliver(readStoredMessage(due), { signal, idempotencyKey, reached, refused });
}

/** Receivers that were refused for good on the way stay named. */
async function endReached({ id, refused, lastError }: DueDelivery, deps: WorkDeps): Promise<void> {
  const isWhole = refused.length === 0;
  const error = isWhole ? null : (lastError ?? `refused: ${refused.join(", ")}`);
  await endDelivery(deps.database, id, { state: isWhole ? "delivered" : "partly_delivered", error });
}

async function retryOrFail(due: DueDelivery, failure: DeliveryFailure, deps: WorkDeps): Promise<Pause | null> {
  const { error, reached = [], refused = [], retryAfterMs } = failure;
  const delayOf = deps.deliveryDelayMs ?? nextDeliveryDelay;
  const delayMs = failure.retryable ? delayOf(due.attempts, retryAfterMs) : null;
  if (delayMs === null) {
    const state = due.reached.length + reached.length > 0 ? "partly_delivered" : "failed";
    await endDelivery(deps.database, due.id, { state, error });
    return null;
  }
  await postponeDelivery(deps.database, due.id, { delayMs, error, reached, refused });
  return { delayMs, error, isAsked: retryAfterMs !== undefined };
}
