import { readStoredMessage, storedMessage } from "../../alerts/message/stored-message.ts";
import { summaryMessage } from "../../alerts/message/summary-message.ts";
import type { ChannelName } from "../../core/names/channels.ts";
import { insertAlert } from "../../store/alerts.ts";
import { endInSummary, lockReleased, releaseDeliveries } from "../../store/outbox.ts";
import { inTransaction } from "../../store/connection/transaction.ts";
import type { WorkDeps } from "../work-deps.ts";

/**
 * At the end of quiet hours: one summary in place of all that has waited for a channel. What waited alone goes out by itself,
 * and so does what must not be told before an earlier message of its thread. One transaction, so that what waited is told once, whoever dies.
 */
export async function releaseHeld(channel: ChannelName, { database }: Pick<WorkDeps, "database">): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const released = await lockReleased(transaction, channel);
    const together = released.filter(({ follows }) => !follows);
    const held = together.length > 1 ? together : [];
    const alone = released.filter((one) => !held.includes(one));
    if (alone.length > 0)
      await releaseDeliveries(
        transaction,
        alone.map(({ id }) => id),
      );
    const [first] = held;
    const last = held.at(-1);
    if (first === undefined || last === undefined) return;
    const messages = held.map((one) => ({ message: readStoredMessage(one), at: one.createdAt }));
    const rule = `summary of ${held.length} for ${channel}, ${first.id} to ${last.id}`;
    const idempotencyKey = `summary/${channel}/${first.id}-${last.id}`;
    const summary = {
      rule,
      kind: "summary",
      message: storedMessage(summaryMessage(messages)),
      idempotencyKey,
    } as const;
    await insertAlert(transaction, last.runId, { ...summary, channels: [channel], thread: `summaries/${channel}` });
    const ids = held.map(({ id }) => id);
    await endInSummary(transaction, ids, { runId: last.runId, rule });
  });
}
