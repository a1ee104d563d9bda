import { setImmediate } from "node:timers/promises";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import { sha256 } from "../../core/values/hash.ts";
import { hash64 } from "../../core/values/hash64.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import type { Grid } from "../../factory/grid/grid.ts";
import { listTasks, type TaskRow } from "../../store/run/tasks.ts";
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
import { roundTasks } from "../search/search-tasks.ts";
import { taskGrid } from "../search/task-grid.ts";
import { trialLedgerOf, trialRoom } from "./trial-ledger.ts";

/** Cells that are looked up before other work gets its turn. */
const TURN = 2000;

type Tried = Pick<
  TaskRow,
  "id" | "runId" | "specIndex" | "kind" | "codeHash" | "cellsTotal" | "cellsDone" | "cellsFailed"
>;

/**
 * Writes down what a backtest has tried, however it ended, and gives back how many trials its ledger then has. A trial
 * that is in it already counts once, whichever run made it; a cell that failed is none, since it showed nothing. Of a search every
 * cell of every round is one, however little of the data it was tried on: it was looked at, and what was worse was left behind.
 */
export async function countTrials(task: Tried, backtest: BacktestSpec, database: Database): Promise<number> {
  const ledger = trialLedgerOf(backtest);
  const room = trialRoom(backtest, task.codeHash ?? "");
  const place = { ...ledger, room: sha256(room) };
  const isWhole = backtest.search === undefined && task.cellsDone === task.cellsTotal && task.cellsFailed === 0;
  const whole = isWhole ? sha256(canonicalJson({ grid: backtest.grid, params: backtest.params })) : null;
  if (whole === null || !(await hasGrid(database, place, whole))) {
    const looked = await lookedAt(task, backtest, database);
    const moveOld = await hasOldTrials(database, ledger);
    const tried: BigUint64Array[] = [];
    for (const { parts, grid } of looked) tried.push(await hashesOf(parts, grid));
    await inTransaction(database, async (transaction) => {
      const { hashes, grids } = await lockTrials(transaction, place);
      const added = whole === null || grids.includes(whole) ? grids : [...grids, whole];
      await keepTrials(transaction, place, { hashes: union([hashes, ...tried]), grids: added });
      if (moveOld) for (const one of looked) await moveOldTrials(transaction, { place, room }, one);
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

/** Cells with a result, and the grid that numbers them. */
interface Looked {
  readonly parts: readonly Part[];
  readonly grid: Grid;
}

async function lookedAt(task: Tried, backtest: BacktestSpec, database: Database): Promise<readonly Looked[]> {
  const rounds = backtest.search === undefined ? [] : roundTasks(await listTasks(database, task.runId), task.specIndex);
  const looked: Looked[] = [];
  for (const one of [...rounds, task]) {
    looked.push({ parts: await readParts(database, one.id), grid: await taskGrid(database, one, backtest) });
  }
  return looked;
}

/** Ascending, each once. */
function union(sets: readonly BigUint64Array[]): BigUint64Array {
  const all = new BigUint64Array(sets.reduce((sum, { length }) => sum + length, 0));
  let from = 0;
  for (const set of sets) {
    all.set(set, from);
    from += set.length;
  }
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
  { parts, grid }: Looked,
): Promise<void> {
  for (const part of parts) {
    const cells = Array.from({ length: part.count }, (_, index) => grid.cellAt(part.cellAt(index)));
    await forgetOldTrials(transaction, place, { room, params: JSON.stringify(cells) });
  }
}
