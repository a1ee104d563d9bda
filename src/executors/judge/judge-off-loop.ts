import path from "node:path";
import { Worker } from "node:worker_threads";
import { judgeSweep, type SweepJudgement, type SweepToJudge } from "../../analytics/overfitting/judge-sweep.ts";

/** Cross-validating so many cells takes about 30 ms, as long as it takes to start a thread. */
const MOST_CELLS_HERE = 200;

/**
 * Judges a sweep without holding up the event loop: a large one (4,950 cells take half a second) in a thread of its
 * own, which ends with it.
 */
export function judgeOffLoop(sweep: SweepToJudge): Promise<SweepJudgement> {
  if ((sweep.blockSums?.cells ?? 0) <= MOST_CELLS_HERE) return Promise.resolve(judgeSweep(sweep));
  const { promise, resolve, reject } = Promise.withResolvers<SweepJudgement>();
  // `.ts` from source, `.js` from the published package.
  const file = `./judge-thread${path.extname(import.meta.filename)}`;
  new Worker(new URL(file, import.meta.url), { workerData: sweep })
    .once("message", resolve)
    .once("error", reject)
    .once("exit", () => reject(new Error("The thread that judges a sweep ended without an answer")));
  return promise;
}
