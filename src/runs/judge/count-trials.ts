import { setImmediate } from "node:timers/promises";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import { sha256 } from "../../core/values/hash.ts";
import { hash64 } from "../../core/values/hash64.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import type { Grid } from "../../factory/grid/grid.ts";
import { openGrid } from "../../factory/grid/open-grid.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { type Database, inTransaction, type Transaction } from "../../store/connection/transaction.ts";
import { type Part, readParts } from "../../store/sweep/parts.ts";
import {
  countLedger,
  forgetOldTrials,
  hasGrid,
  hasOldTrials,
  keepTrials,
  lockTrials,
  type TrialRoom,
} from "../../store/trials.ts";
import { trialLedgerOf, trialRoom } from "./trial-ledger.ts";

/** Cells that are looked up before other work gets its turn. */
const TURN = 2000;

type Tried = Pick<TaskRow, "id" | "codeHash" | "cellsTotal" | "cellsDone" | "cellsFailed">;

/**
 * Writes down what a backtest has tried, however it ended, and gives back how many trials its ledger then has. A trial
 * that is in it already counts once, whichever run made it; a cell that failed is none, since it showed nothing.
 */
export async function countTrials(task: Tried, backtest: BacktestSpec, database: Database): Promise<number> {
  const ledger = trialLedgerOf(backtest);
  const room = trialRoom(backtest, task.codeHash ?? "");
  const place = { ...ledger, room: sha256(room) };
  const isWhole = task.cellsDone === task.cellsTotal && task.cellsFailed === 0;
  const whole = isWhole ? sha256(canonicalJson({ grid: backtest.grid, params: backtest.params })) : null;
  if (whole === null || !(await hasGrid(database, place, whole))) {
    const grid = openGrid(backtest.grid, backtest.params);
    const parts = await readParts(database, task.id);
    const moveOld = await hasOldTrials(database, ledger);
    const tried = await hashesOf(parts, grid);
    await inTransaction(database, async (transaction) => {
      const { hashes, grids } = await lockTrials(transaction, place);
      const added = whole === null || grids.includes(whole) ? grids : [...grids, whole];
      await keepTrials(transaction, place, { hashes: union(hashes, tried), grids: added });
      if (moveOld) await moveOldTrials(transaction, { place, room }, { parts, grid });
    });
  }
  return countLedger(database, ledger);
}

async function hashesOf(parts: readonly Part[], grid: Grid): Promise<BigUint64Array> {
  const hashes = new BigUint64Array(parts.reduce((sum, { count }) => sum + count, 0));
  let at = 0;
  for (const part of parts) {
    for (let index = 0; index < part.count; index++) {
      hashes[at] = hash64(grid.textAt(part.cellAt(index)));
      at += 1;
      if (at % TURN === 0) await setImmediate();
    }
  }
  return hashes;
}

/** Ascending, each once. */
function union(a: BigUint64Array, b: BigUint64Array): BigUint64Array {
  const all = new BigUint64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  all.sort();
  // By halves: a number of 64 bits is an object for each comparison.
  const halves = new Uint32Array(all.buffer);
  let kept = 0;
  for (let at = 0; at < halves.length; at += 2) {
    if (at > 0 && halves[at] === halves[kept - 2] && halves[at + 1] === halves[kept - 1]) continue;
    halves.copyWithin(kept, at, at + 2);
    kept += 2;
  }
  return all.subarray(0, kept / 2);
}

async function moveOldTrials(
  transaction: Transaction,
  { place, room }: { readonly place: TrialRoom; readonly room: string },
  { parts, grid }: { readonly parts: readonly Part[]; readonly grid: Grid },
): Promise<void> {
  for (const part of parts) {
    const cells = Array.from({ length: part.count }, (_, index) => grid.cellAt(part.cellAt(index)));
    await forgetOldTrials(transaction, place, { room, params: JSON.stringify(cells) });
  }
}
