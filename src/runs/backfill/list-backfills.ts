import { type BackfillRow, countBackfillSlots, listBackfills as listRows } from "../../store/actions/backfills.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import { type BackfillTally, slotStatus, tallyCounts } from "./backfill-view.ts";

export interface ListedBackfill {
  readonly backfill: BackfillRow;
  readonly tally: BackfillTally;
}

/** The last backfills of a DAG, the latest first, without their slots one by one. */
export async function listBackfills(
  connection: Connection,
  dagId: string,
  limit: number,
): Promise<readonly ListedBackfill[]> {
  const rows = await listRows(connection, dagId, limit);
  const ids = rows.map(({ id }) => id);
  const counts = ids.length === 0 ? [] : await countBackfillSlots(connection, ids);
  return rows.map((backfill) => {
    const own = counts.filter(({ backfillId }) => backfillId === backfill.id);
    return { backfill, tally: tallyCounts(own.map((row) => ({ status: slotStatus(row), slots: row.slots }))) };
  });
}
