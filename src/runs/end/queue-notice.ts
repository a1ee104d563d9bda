import { CHANNEL_NAMES } from "../../core/channels.ts";
import type { RunId, TaskId } from "../../core/ids.ts";
import { insertAlert } from "../../store/alerts.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { inTransaction } from "../../store/transaction.ts";
import type { AlertMessage, WorkDeps } from "../work-deps.ts";

export interface Notice {
  readonly runId: RunId;
  readonly dag: string;
  readonly task: TaskId;
  readonly title: string;
  readonly text: string;
  /** Default: all channels. */
  readonly to?: readonly string[];
}

/** Puts a callback's notice into the outbox. A callback that is tried again sends a notice of the same title once. */
export async function queueNotice(notice: Notice, deps: Pick<WorkDeps, "database">): Promise<void> {
  const { title, text, dag, runId } = notice;
  const message: AlertMessage = { kind: "notice", title, text, run: runId, dag };
  const channels = notice.to ?? CHANNEL_NAMES;
  await inTransaction(deps.database, async (transaction) => {
    const rule = `notice ${notice.task}: ${title}`;
    if (!(await insertAlert(transaction, runId, { rule, kind: "notice", message, channels }))) return;
    await enqueueJobs(transaction, [{ name: "deliver_alerts", subject: "" }]);
  });
}
