import { turnHeadStartMs } from "../../core/names/priority.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import { holdSlots } from "../../store/limits/held-slots.ts";
import { lockSweepClaim } from "../../store/limits/slot-claims.ts";
import { lockLimits } from "../../store/limits/slot-limits.ts";
import { firstInLines, joinLines, requeueInLine } from "../../store/limits/slot-waits.ts";
import { type Lease, leaseRange, type LeaseRequest } from "../../store/moves/lease-range.ts";
import { admit } from "./admit.ts";
import { movedLines } from "./claim-limited.ts";
import { wakeLines } from "./wake-lines.ts";

export interface RangeRequest extends LeaseRequest {
  /** How long the turn has lasted in which it asks, in milliseconds; 0 for its first range. */
  readonly turnMs: number;
}

/**
 * Takes the next range of a sweep, as far as limits let it: null when nothing is left, the run is stopping, or there is no room.
 * Then the sweep is put in line, and is woken when it is its turn.
 */
export async function takeRange(transaction: Transaction, request: RangeRequest): Promise<Lease | null> {
  const { taskId, turnMs } = request;
  const claim = await lockSweepClaim(transaction, taskId);
  if (claim === null) return leaseRange(transaction, request);
  const names = claim.needs.map(({ name }) => name);
  const limits = await lockLimits(transaction, names);
  const heads = await firstInLines(transaction, names, [taskId]);
  const now = (await readNow(transaction)).getTime();
  const headStartMs = turnHeadStartMs(claim.priority, turnMs);
  // In its turn it stands where it stood when that began, and else where it stands in line.
  const asked = turnMs > 0 ? now - turnMs - headStartMs : (claim.rankedAt?.getTime() ?? now - headStartMs);
  const admission = admit([{ ...claim, rankedAt: new Date(asked) }], { limits, heads });
  const [admitted] = admission.admitted;
  if (admitted === undefined) {
    await joinLines(transaction, admission.refused, { [taskId]: headStartMs });
    await wakeLines(transaction, movedLines([claim], admission));
    return null;
  }
  const lease = await leaseRange(transaction, request);
  if (lease === null) return null;
  await holdSlots(transaction, [{ attemptId: lease.attemptId, needs: admitted.needs }]);
  await requeueInLine(transaction, taskId, headStartMs);
  // It may want more, and others may have room beside it.
  if (claim.waitsFor !== null) await wakeLines(transaction, [claim.waitsFor]);
  return lease;
}
