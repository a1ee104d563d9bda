import type { BackfillState, RunStatus } from "../../core/names/states.ts";
import {
  type BackfillId,
  type BackfillRow,
  type BackfillSlotRow,
  listBackfillSlots,
  readBackfill,
} from "../../store/actions/backfills.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { isNumber, noBackfill } from "./stop-backfill.ts";

export interface BackfillTally {
  readonly total: number;
  readonly waiting: number;
  readonly skipped: number;
  /** Their runs have not ended. */
  readonly open: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
}

export interface BackfillView {
  readonly backfill: BackfillRow;
  readonly slots: readonly BackfillSlotRow[];
  readonly tally: BackfillTally;
  /** By the runs that have ended, in milliseconds; null when none has, or nothing is left. */
  readonly remainingMs: number | null;
}

/** How far a backfill is. @throws AppError BACKFILL_NOT_FOUND */
export async function backfillView(database: Database, id: BackfillId): Promise<BackfillView> {
  const backfill = isNumber(id) ? await readBackfill(database, id) : null;
  if (backfill === null) throw noBackfill(id);
  const slots = await listBackfillSlots(database, id);
  const tally = tallySlots(slots.map(slotStatus));
  return { backfill, slots, tally, remainingMs: remainingOf(backfill, slots, tally) };
}

export type SlotStatus = "waiting" | "skipped" | RunStatus;

export function slotStatus({ state, runStatus }: Pick<BackfillSlotRow, "state" | "runStatus">): SlotStatus {
  if (state !== "started") return state;
  // Of a run that is gone nobody knows how it ended.
  return runStatus ?? "cancelled";
}

export function tallySlots(statuses: readonly SlotStatus[]): BackfillTally {
  return tallyCounts(statuses.map((status) => ({ status, slots: 1 })));
}

export function tallyCounts(counts: readonly { readonly status: SlotStatus; readonly slots: number }[]): BackfillTally {
  const tally = { total: 0, waiting: 0, skipped: 0, open: 0, succeeded: 0, failed: 0, cancelled: 0 };
  for (const { status, slots } of counts) {
    tally.total += slots;
    switch (status) {
      case "waiting":
      case "skipped":
      case "succeeded":
      case "failed":
      case "cancelled":
        tally[status] += slots;
        break;
      case "queued":
      case "running":
      case "paused":
      case "cancelling":
      case "failing":
        tally.open += slots;
        break;
    }
  }
  return tally;
}

const ENDS: ReadonlySet<RunStatus | null> = new Set<RunStatus>(["succeeded", "failed"]);
const IS_GOING: Readonly<Record<BackfillState, boolean>> = { running: true, cancelled: false, ended: false };

/** The median of what runs have taken, for each round of as many as may run at the same time. */
function remainingOf(
  { state, maxActive }: BackfillRow,
  slots: readonly BackfillSlotRow[],
  tally: BackfillTally,
): number | null {
  const took = slots.flatMap(({ tookMs, runStatus, state: slot }) =>
    slot === "started" && ENDS.has(runStatus) && tookMs !== null ? [tookMs] : [],
  );
  const median = took.toSorted((a, b) => a - b)[took.length >> 1];
  const left = tally.waiting + tally.open;
  if (median === undefined || left === 0 || !IS_GOING[state]) return null;
  return Math.round(Math.ceil(left / maxActive) * median);
}
