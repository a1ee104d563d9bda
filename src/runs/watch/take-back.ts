import { ownValue } from "../../core/values/own-record.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import { endAttempts } from "../../store/moves/attempt-moves.ts";
import { addSpareRanges } from "../../store/moves/lease-range.ts";
import { requeueTask } from "../../store/moves/task-moves.ts";
import type { OrphanAttempt } from "../../store/run/recover.ts";
import { lockRun, type RunRow } from "../../store/run/runs.ts";
import { settleTasks } from "../end/settle-tasks.ts";
import { endStoppedTask } from "../end/stop-run.ts";
import { wakeLines } from "../limits/wake-lines.ts";
import type { LossReason, TakenBack } from "../kinds/kind-rules.ts";
import { RULES_OF_KIND } from "../kinds/rules-of-kind.ts";

/**
 * Takes the work of an attempt away from it and gives it out again, as the kind of its task has it. Attempts at tasks of a
 * kind that only a newer version knows are left to its workers.
 */
export async function takeBack(transaction: Transaction, attempt: OrphanAttempt, because: LossReason): Promise<void> {
  const rules = ownValue(RULES_OF_KIND, attempt.kind);
  if (rules === undefined) return;
  const { id, runId } = attempt;
  const run = await lockRun(transaction, runId);
  const { held, freed } = await endAttempts(transaction, [{ id, state: "lost", error: null }]);
  if (run === null || !held.has(id)) return;
  await giveOutAgain(transaction, { run, attempt }, rules.takeBack(attempt, because), because);
  await wakeLines(transaction, freed);
}

async function giveOutAgain(
  transaction: Transaction,
  { run, attempt }: { readonly run: RunRow; readonly attempt: OrphanAttempt },
  back: TakenBack,
  because: LossReason,
): Promise<void> {
  const { taskId } = attempt;
  // What goes on outside of the worker keeps a stopping run from its end (see `abandonExternal`).
  if (run.stopping !== null && attempt.externalId === null) return endStoppedTask(transaction, run, taskId);
  switch (back.to) {
    case "queue":
      await requeueTask(transaction, taskId, { because, runAfter: null, error: null });
      return;
    case "spare":
      return addSpareRanges(transaction, taskId, back.ranges);
    case "failure":
      return settleTasks(transaction, run, [{ id: taskId, state: "failed", error: back.error, output: null }]);
  }
}
