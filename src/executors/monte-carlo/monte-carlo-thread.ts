import { parentPort, workerData } from "node:worker_threads";
import { simulatePaths } from "../../analytics/monte-carlo/simulate-paths.ts";
import { type PathSummary, summarizePaths } from "../../analytics/monte-carlo/summarize-paths.ts";
import type { MonteCarloWork } from "./monte-carlo-off-loop.ts";
import { recordPath, tradeBuiltinPath } from "./noisy-paths.ts";

/** So many histories are drawn before they are counted. */
const COUNTED_TOGETHER = 100;

parentPort?.postMessage(answerTo(workerData as MonteCarloWork), []);

function answerTo({ measure, outcomes, done, part }: MonteCarloWork): PathSummary | null {
  switch (part.kind) {
    case "returns":
      for (let from = part.from; from < part.to; from += COUNTED_TOGETHER) {
        const to = Math.min(part.to, from + COUNTED_TOGETHER);
        simulatePaths({ ...measure, ...part.resampling }, outcomes, { from, to });
        Atomics.add(done, 0, to - from);
      }
      return null;
    case "bars":
      for (let path = part.from; path < part.to; path++) {
        const account = tradeBuiltinPath(part.strategy, part.cell, path);
        recordPath({ measure, outcomes }, part.cell, { path, account });
        Atomics.add(done, 0, 1);
      }
      return null;
    case "summary":
      return summarizePaths(measure, outcomes, part);
  }
}
