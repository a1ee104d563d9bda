import os from "node:os";
import { channelsFromEnv } from "../../src/alerts/channels/channels-from-env.ts";
import { systemClock } from "../../src/core/time/clock.ts";
import type { Logger } from "../../src/core/log.ts";
import type { LoadedSnapshot } from "../../src/data/dataset.ts";
import { createEngineExecutor } from "../../src/executors/engine/engine-executor.ts";
import { createUserCode } from "../../src/app/user-code.ts";
import type { RunDeps } from "../../src/runs/run-deps.ts";
import { type RunningWorker, startWorker, type WorkerOptions } from "../../src/worker/start-worker.ts";
import type { BenchDatabase } from "./bench-database.ts";

const log: Logger = { debug() {}, info() {}, warn: console.error, error: console.error };

/** What runs need, around one snapshot. */
export function benchDeps({ database }: Pick<BenchDatabase, "database">, snapshot: LoadedSnapshot): RunDeps {
  return {
    database,
    clock: systemClock,
    log,
    data: {
      load: async () => snapshot,
      open: async () => snapshot,
      reachOf: async () => [],
      resolveWindow: ({ startDate, endDate }) => ({ startDate, endDate }),
      cutBars: (bars) => bars,
    },
    strategies: createUserCode({ home: os.tmpdir(), env: process.env }).strategies,
  };
}

export function benchWorker(
  bench: BenchDatabase,
  deps: RunDeps,
  changes: Partial<WorkerOptions> = {},
): Promise<RunningWorker> {
  return startWorker({
    url: bench.url,
    home: bench.home,
    clock: deps.clock,
    log,
    data: deps.data,
    strategies: deps.strategies,
    executor: createEngineExecutor({ users: createUserCode({ home: bench.home, env: process.env }).sweepProcesses() }),
    runCallback: async () => null,
    renderTearsheet: () => "",
    channels: channelsFromEnv({}),
    ...changes,
  });
}
