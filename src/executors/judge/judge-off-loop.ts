import path from "node:path";
import { Worker } from "node:worker_threads";
import { judgeSweep, type SweepJudgement, type SweepToJudge } from "../../analytics/overfitting/judge-sweep.ts";

/** Cross-validating so many cells takes about 30 ms, as long as it takes to start a thread. */
const MOST_CELLS_HERE = 200;

/**
 * Judges a sweep without holding up the event loop: a large one (4,950 cells take half a second) in a thread of its
 * own, which ends with it. Its columns go there and are empty here afterwards.
 */
export function judgeOffLoop(sweep: SweepToJudge): Promise<SweepJudgement> {
  if ((sweep.blockSums?.cells ?? 0) <= MOST_CELLS_HERE) return Promise.resolve(judgeSweep(sweep));
  const { promise, resolve, reject } = Promise.withResolvers<SweepJudgement>();
  // `.ts` from source, `.js` from the published package.
  const file = `./judge-thread${path.extname(import.meta.filename)}`;
  new Worker(new URL(file, import.meta.url), { workerData: sweep, transferList: columnsOf(sweep) })
    .once("message", resolve)
    .once("error", reject)
    .once("exit", () => reject(new Error("The thread that judges a sweep ended without an answer")));
  return promise;
}

/** Each once, though some may be views of the same memory. */
function columnsOf({ sharpe, blockSums, plateau }: SweepToJudge): ArrayBuffer[] {
  const sums = blockSums === undefined ? [] : [blockSums.sum, blockSums.sumOfSquares];
  const places = plateau === undefined ? [] : [plateau.values, ...plateau.positions];
  const buffers = [sharpe, ...sums, ...places].map((column) => column.buffer);
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}
