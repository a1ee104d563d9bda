import type { Channel, Delivery, DeliveryFailure } from "../../alerts/channels/channel.ts";
import { nextDeliveryDelay } from "../../alerts/channels/delivery-delay.ts";
import type { AlertMessage } from "../../alerts/message/alert-message.ts";
import type { ChannelName } from "../../core/names/channels.ts";
import { type DueDelivery, endDelivery, postponeDelivery, takeDueDeliveries } from "../../store/alerts.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { notify } from "../../store/events.ts";
import type { WorkDeps } from "../work-deps.ts";

const BATCH = 20;
/** One try takes at most this long; a sender that dies is found out after twice the time. */
const SEND_TIMEOUT_MS = 60_000;

/** Sends all that is due in the outbox. Failing deliveries are retried with growing delays and never fail a run. */
export async function deliverAlerts(deps: WorkDeps): Promise<void> {
  for (;;) {
    const due = await takeDueDeliveries(deps.database, { limit: BATCH, holdMs: 2 * SEND_TIMEOUT_MS });
    await Promise.all(due.map((delivery) => deliverOne(delivery, deps)));
    if (due.length < BATCH) return;
  }
}

async function deliverOne(due: DueDelivery, deps: WorkDeps): Promise<void> {
  const log = deps.logs.ofRun(due.runId);
  const fields = { rule: due.rule, channel: due.channel, attempt: due.attempts };
  const channel = deps.channels[due.channel as ChannelName];
  if (channel.unavailable !== null) {
    log.warn(`"${due.rule}" was not sent: ${due.channel} is ${channel.unavailable}`, fields);
    await endDelivery(deps.database, due.id, { state: "not_configured", error: channel.unavailable });
  } else {
    const outcome = await send(due, channel);
    if (outcome.ok) {
      log.info(`Sent "${due.rule}" through ${due.channel}`, fields);
      await endDelivery(deps.database, due.id, { state: "delivered", error: null });
    } else {
      log.warn(`Could not send "${due.rule}" through ${due.channel}: ${outcome.error}`, fields);
      await retryOrFail(due, outcome, deps);
    }
  }
  await notify(deps.database, "nightgrid_run", due.runId);
}

function send(due: DueDelivery, channel: Channel): Promise<Delivery> {
  const { idempotencyKey, reached } = due;
  const signal = AbortSignal.timeout(SEND_TIMEOUT_MS);
  return channel.deliver(due.message as AlertMessage, { signal, idempotencyKey, reached });
}

async function retryOrFail(due: DueDelivery, failure: DeliveryFailure, deps: WorkDeps): Promise<void> {
  const { error, reached = [] } = failure;
  const delayOf = deps.deliveryDelayMs ?? nextDeliveryDelay;
  const delayMs = failure.retryable ? delayOf(due.attempts, failure.retryAfterMs) : null;
  if (delayMs === null) {
    const state = due.reached.length + reached.length > 0 ? "partly_delivered" : "failed";
    return endDelivery(deps.database, due.id, { state, error });
  }
  const runAt = await postponeDelivery(deps.database, due.id, { delayMs, error, reached });
  if (runAt !== null) await enqueueJobs(deps.database, [{ name: "deliver_alerts", subject: "", runAt }]);
}
