import { messageOf } from "../../core/app-error.ts";
import type { ChannelName } from "../../core/channels.ts";
import { type DueDelivery, endDelivery, postponeDelivery, takeDueDeliveries } from "../../store/alerts.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { notify } from "../../store/events.ts";
import type { AlertMessage, DeliveryOutcome, WorkDeps } from "../work-deps.ts";

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

async function deliverOne(delivery: DueDelivery, deps: WorkDeps): Promise<void> {
  const outcome = await send(delivery, deps);
  const log = deps.logs.ofRun(delivery.runId);
  const fields = { rule: delivery.rule, channel: delivery.channel, attempt: delivery.attempts };
  switch (outcome.state) {
    case "delivered":
      log.info(`Sent "${delivery.rule}" through ${delivery.channel}`, fields);
      await endDelivery(deps.database, delivery.id, { state: "delivered", error: null });
      break;
    case "not_configured":
      log.warn(`Not sent: ${delivery.channel} is not configured`, fields);
      await endDelivery(deps.database, delivery.id, { state: "not_configured", error: null });
      break;
    case "refused":
      log.warn(`Could not send through ${delivery.channel}: ${outcome.error}`, fields);
      await retryOrFail(delivery, outcome, deps);
      break;
  }
  await notify(deps.database, "nightgrid_run", delivery.runId);
}

async function send(delivery: DueDelivery, deps: WorkDeps): Promise<DeliveryOutcome> {
  const { idempotencyKey } = delivery;
  const outgoing = {
    channel: delivery.channel as ChannelName,
    message: delivery.message as AlertMessage,
    idempotencyKey,
  };
  try {
    return await deps.alerts.deliver(outgoing, AbortSignal.timeout(SEND_TIMEOUT_MS));
  } catch (error) {
    return { state: "refused", error: messageOf(error), retryable: true };
  }
}

async function retryOrFail(
  delivery: DueDelivery,
  refused: Extract<DeliveryOutcome, { state: "refused" }>,
  deps: WorkDeps,
): Promise<void> {
  const { error } = refused;
  const delayMs = refused.retryable ? deps.alerts.nextDelayMs(delivery.attempts, refused.retryAfterMs) : null;
  if (delayMs === null) return endDelivery(deps.database, delivery.id, { state: "failed", error });
  const runAt = await postponeDelivery(deps.database, delivery.id, { delayMs, error });
  if (runAt !== null) await enqueueJobs(deps.database, [{ name: "deliver_alerts", subject: "", runAt }]);
}
