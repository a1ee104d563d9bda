import type { Connection } from "../../store/connection/transaction.ts";
import { batchesOf } from "../../store/sweep/batches.ts";
import { cellsOf, unseen } from "./cached-cells.ts";
import type { Sweep } from "./open-sweep.ts";

/** How many cells of a sweep have a result already. */
export async function countCached(sweep: Sweep, database: Connection): Promise<number> {
  const seen = new Uint8Array(sweep.grid.count);
  let count = 0;
  for await (const batch of batchesOf(database, sweep.prepared.base))
    count += unseen(cellsOf(batch, sweep), seen).cells.length;
  return count;
}
