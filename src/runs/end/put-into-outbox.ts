import type { AlertMessage } from "../../alerts/message/alert-message.ts";
import { storedMessage } from "../../alerts/message/stored-message.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { insertAlert, type NewAlert } from "../../store/alerts.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import type { RunRow } from "../../store/run/runs.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import { heldUntil } from "./held-until.ts";

export interface OutboxMessage extends Pick<NewAlert, "rule" | "channels" | "thread" | "idempotencyKey"> {
  readonly message: AlertMessage;
  /** Of the database. */
  readonly now: Date;
}

/**
 * Writes a message down for its channels, to be sent at once or at the end of their quiet hours: the one way into the outbox
 * for all that a run tells. False when the run has said it already.
 */
export async function putIntoOutbox(
  transaction: Transaction,
  { run, spec }: { readonly run: Pick<RunRow, "id">; readonly spec: Pick<DagSpec, "notifications"> },
  { message, now, ...alert }: OutboxMessage,
): Promise<boolean> {
  const held = heldUntil(spec, { channels: alert.channels, severity: message.about.severity, now });
  const stored = { ...alert, kind: message.kind, message: storedMessage(message), heldUntil: held };
  if (!(await insertAlert(transaction, run.id, stored))) return false;
  await enqueueJobs(transaction, [{ name: "deliver_alerts", subject: "" }]);
  return true;
}
