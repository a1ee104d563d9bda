import type { TaskId } from "../../core/names/ids.ts";
import { headStartMs } from "../../core/names/priority.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import { type Database, inTransaction } from "../../store/connection/transaction.ts";
import { holdSlots } from "../../store/limits/held-slots.ts";
import { listQueuedClaims, lockQueued, type SlotClaim } from "../../store/limits/slot-claims.ts";
import { lockLimits } from "../../store/limits/slot-limits.ts";
import { firstInLines, joinLines, leaveLines } from "../../store/limits/slot-waits.ts";
import { type ClaimedTask, claimAdmitted } from "../../store/moves/attempt-moves.ts";
import { admit } from "./admit.ts";
import { wakeLines } from "./wake-lines.ts";

/**
 * Takes those of the tasks that something limits, as far as there is room; the others are put in line, and hold nothing while
 * they wait there (I8). Tasks that nothing limits are left out.
 */
export async function claimLimited(
  database: Database,
  ids: readonly TaskId[],
  workerId: string,
): Promise<readonly ClaimedTask[]> {
  if ((await listQueuedClaims(database, ids)).length === 0) return [];
  return inTransaction(database, async (transaction) => {
    const seen = await listQueuedClaims(transaction, ids);
    const names = namesOf(seen);
    const limits = await lockLimits(transaction, names);
    const ours = await lockQueued(
      transaction,
      seen.map(({ taskId }) => taskId),
    );
    const claims = seen.filter(({ taskId }) => ours.has(taskId));
    const taskIds = claims.map(({ taskId }) => taskId);
    const heads = await firstInLines(transaction, names, taskIds);
    const now = (await readNow(transaction)).getTime();
    const asking = claims.map((claim) => ({
      ...claim,
      rankedAt: claim.rankedAt ?? new Date(now - headStartMs(claim.priority)),
    }));
    const { admitted, refused } = admit(asking, { limits, heads });
    const needs = new Map(admitted.map((each) => [each.taskId, each.needs]));
    const claimed = await claimAdmitted(transaction, [...needs.keys()], workerId);
    await holdSlots(
      transaction,
      claimed.map(({ taskId, attemptId }) => ({ attemptId, needs: needs.get(taskId) ?? [] })),
    );
    await leaveLines(transaction, [...needs.keys()]);
    const starts = Object.fromEntries(claims.map(({ taskId, priority }) => [taskId, headStartMs(priority)]));
    await joinLines(transaction, refused, starts);
    await wakeLines(transaction, movedLines(claims, { admitted, refused }));
    return claimed;
  });
}

function namesOf(claims: readonly SlotClaim[]): readonly string[] {
  return [...new Set(claims.flatMap(({ needs }) => needs.map(({ name }) => name)))];
}

/** Lines that somebody has left, be it for another one: the next may have room. */
export function movedLines(
  claims: readonly SlotClaim[],
  { refused }: Pick<ReturnType<typeof admit>, "admitted" | "refused">,
): readonly string[] {
  const now = new Map(refused.map(({ taskId, name }) => [taskId, name]));
  return claims.flatMap(({ taskId, waitsFor }) =>
    waitsFor === null || waitsFor === now.get(taskId) ? [] : [waitsFor],
  );
}
