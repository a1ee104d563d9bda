import { messageKey } from "../../alerts/plan-messages.ts";
import { noticeMessage } from "../../alerts/message/compose-message.ts";
import { SYSTEM } from "../../core/names/audit.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import type { RunEnd } from "../../store/moves/run-moves.ts";
import { countFailedNights } from "../../store/run/nights.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import { pauseLockedDag } from "../actions/pause-dag.ts";
import type { WorkDeps } from "../work-deps.ts";
import { noticeChannels } from "./notice-channels.ts";
import { putIntoOutbox } from "./put-into-outbox.ts";
import type { EndedRun } from "./write-alerts.ts";

/** The rule of the notice, in the table of alerts; no rule of a user can be named so. */
const PAUSE_RULE = "pause_after (paused)";

/**
 * Pauses a DAG whose last runs have all failed, as many as its `pause_after` says, and tells so with the way out: in the
 * transaction that ends the last of them. Runs by hand, experiments and backfills do not count, nor what was cancelled.
 */
export async function pauseFailingDag(
  transaction: Transaction,
  ended: EndedRun & { readonly verdict: RunEnd },
  deps: WorkDeps,
): Promise<void> {
  const { run, spec, facts, verdict } = ended;
  const { pauseAfter } = spec;
  if (pauseAfter === undefined || verdict.state !== "failed" || run.trigger !== "schedule") return;
  if ((await countFailedNights(transaction, run.dagId, pauseAfter)) < pauseAfter) return;
  const times = pauseAfter === 1 ? "a failed run" : `${pauseAfter} failed runs in a row`;
  const reason = `after ${times} (pause_after: ${pauseAfter})`;
  if (!(await pauseLockedDag(transaction, run.dagId, { by: SYSTEM, origin: "worker", reason }))) return;
  const title = `${run.dagId} was paused after ${times}`;
  const last = verdict.reason === null ? "" : ` The last one: ${verdict.reason}.`;
  const text = `Its schedule starts nothing any more.${last} When it is mended: nightgrid unpause ${run.dagId}`;
  const idempotencyKey = messageKey(facts, PAUSE_RULE);
  await putIntoOutbox(transaction, ended, {
    rule: PAUSE_RULE,
    message: noticeMessage({ title, text, severity: "critical" }, facts),
    channels: noticeChannels(spec, deps),
    thread: idempotencyKey,
    idempotencyKey,
    now: await readNow(transaction),
  });
}
