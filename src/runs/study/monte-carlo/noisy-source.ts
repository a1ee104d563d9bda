import { setImmediate } from "node:timers/promises";
import type { PathMeasure } from "../../../analytics/monte-carlo/simulate-paths.ts";
import type { HistorySource } from "../../../executors/monte-carlo/monte-carlo-off-loop.ts";
import { barsOfPath, type NoisyCell, recordPath } from "../../../executors/monte-carlo/noisy-paths.ts";
import type { SweepSetup } from "../../../executors/engine/sweep-setup.ts";
import type { StrategyRunner } from "../../../executors/strategy-runner.ts";

interface Asked {
  readonly setup: SweepSetup;
  readonly cell: NoisyCell;
  readonly measure: PathMeasure;
  readonly runs: number;
  readonly signal: AbortSignal;
}

/** Histories of noisy bars: built-in strategies trade them in threads, a user's in their process, one after the other. */
export function noisySource(
  { setup, cell, measure, runs, signal }: Asked,
  { runCell }: Pick<StrategyRunner, "runCell">,
): HistorySource {
  const { strategy } = setup;
  if (strategy.kind === "builtin") return { kind: "bars", strategy: strategy.name, cell };
  return {
    kind: "elsewhere",
    async draw(outcomes, onDone) {
      for (let path = 0; path < runs; path++) {
        signal.throwIfAborted();
        const account = await runCell({ ...setup, bars: barsOfPath(cell, path) }, cell.params);
        recordPath({ measure, outcomes }, cell, { path, account });
        onDone(path + 1);
        await setImmediate();
      }
    },
  };
}
