import { noticeMessage } from "../../alerts/message/compose-message.ts";
import { messageKey } from "../../alerts/plan-messages.ts";
import { NOTICE_SEVERITY } from "../../core/names/alarms.ts";
import { usualChannels } from "../../core/names/channels.ts";
import { indexedText } from "../../core/text/indexed-text.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import type { ClaimedTask } from "../../store/moves/attempt-moves.ts";
import { readRun } from "../../store/run/runs.ts";
import { inTransaction } from "../../store/connection/transaction.ts";
import type { WorkDeps } from "../work-deps.ts";
import { putIntoOutbox } from "./put-into-outbox.ts";
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
  const message = noticeMessage({ ...notice, severity: NOTICE_SEVERITY }, facts);
  const rule = indexedText(`notice ${task.taskId}: ${notice.title}`);
  const idempotencyKey = messageKey(facts, rule);
  const channels = notice.to ?? usualChannels((name) => deps.channels[name].unavailable === null);
  await inTransaction(deps.database, async (transaction) => {
    const now = await readNow(transaction);
    await putIntoOutbox(
      transaction,
      { run, spec },
      { rule, message, channels, thread: `${run.id}/notices`, idempotencyKey, now },
    );
  });
}
