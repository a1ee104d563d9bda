import { noticeMessage } from "../../alerts/message/compose-message.ts";
import { usualChannels } from "../../core/names/channels.ts";
import { indexedText } from "../../core/text/indexed-text.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { insertAlert } from "../../store/alerts.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import type { ClaimedTask } from "../../store/moves/attempt-moves.ts";
import { readRun } from "../../store/run/runs.ts";
import { inTransaction } from "../../store/connection/transaction.ts";
import type { WorkDeps } from "../work-deps.ts";
import { heldUntil } from "./held-until.ts";
import { runFacts } from "./run-facts.ts";

export interface Notice {
  readonly title: string;
  readonly text: string;
  /** Default: all channels. */
  readonly to?: readonly string[];
}

/** Puts a callback's notice into the outbox. A callback that is tried again sends a notice of the same title once. */
export async function queueNotice(
  notice: Notice,
  from: { readonly task: ClaimedTask; readonly spec: DagSpec },
  deps: WorkDeps,
): Promise<void> {
  const { task, spec } = from;
  const run = await readRun(deps.database, task.runId);
  if (run === null) return;
  const facts = await runFacts(run, { spec, verdict: { state: run.state, reason: run.reason } }, deps);
  const message = noticeMessage(notice, facts);
  const rule = indexedText(`notice ${task.taskId}: ${notice.title}`);
  const idempotencyKey = `${run.id}/${rule}`;
  const channels = notice.to ?? usualChannels((name) => deps.channels[name].unavailable === null);
  await inTransaction(deps.database, async (transaction) => {
    const held = heldUntil(spec, { channels, severity: "info", now: await readNow(transaction) });
    const thread = `${run.id}/notices`;
    const alert = { rule, kind: "notice", message, channels, thread, heldUntil: held, idempotencyKey } as const;
    if (!(await insertAlert(transaction, run.id, alert))) return;
    await enqueueJobs(transaction, [{ name: "deliver_alerts", subject: "" }]);
  });
}
