import { type CellQuery, type CellRow, streamCells } from "../../store/sweep/read-cells.ts";
import { isConnectionLost, type Database } from "../../store/connection/transaction.ts";
import { type Patience, retryUntilConnected } from "../retry-until-connected.ts";

/**
 * Streams cells as `streamCells` does, and goes on where it was when the database goes away meanwhile: cells that were given
 * are not given again. Costs a byte per cell.
 */
export async function* streamCellsAgain(
  database: Database,
  query: CellQuery,
  patience: Patience,
): AsyncGenerator<readonly CellRow[], void, undefined> {
  const given = createCellSet();
  for (;;) {
    const pages = streamCells(database, query);
    try {
      for await (const page of pages) {
        const fresh = page.filter(({ cell }) => given.add(cell));
        if (fresh.length > 0) yield fresh;
      }
      return;
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
      await retryUntilConnected(() => database.query("select 1"), patience);
    }
  }
}

/** Cell numbers, densely from 0. */
function createCellSet() {
  let seen = new Uint8Array(1024);
  return {
    /** False when it is in there already. */
    add(cell: number): boolean {
      if (cell >= seen.length) {
        const wider = new Uint8Array(Math.max(cell + 1, 2 * seen.length));
        wider.set(seen);
        seen = wider;
      }
      const isNew = seen[cell] === 0;
      seen[cell] = 1;
      return isNew;
    },
  };
}
