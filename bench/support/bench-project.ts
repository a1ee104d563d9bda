import { versionPort } from "../../src/app/data/version-port.ts";
import os from "node:os";
import { channelsFromEnv } from "../../src/alerts/channels/channels-from-env.ts";
import { systemClock } from "../../src/core/time/clock.ts";
import type { Logger } from "../../src/core/log.ts";
import type { LoadedSnapshot } from "../../src/data/dataset.ts";
import { createCellEngine } from "../../src/executors/engine/create-cell-engine.ts";
import { engineExecutor } from "../../src/executors/engine/engine-executor.ts";
import { barsOpener } from "../../src/runs/market/bars-opener.ts";
import type { DataPort } from "../../src/runs/market/data-port.ts";
import { createUserCode } from "../../src/app/user/user-code.ts";
import type { RunDeps } from "../../src/runs/run-deps.ts";
import { type RunningWorker, startWorker, type WorkerOptions } from "../../src/worker/start-worker.ts";
import type { BenchDatabase } from "./bench-database.ts";

const log: Logger = { debug() {}, info() {}, warn: console.error, error: console.error };

/** What runs need, around one snapshot. */
export function benchDeps({ database }: Pick<BenchDatabase, "database">, snapshot: LoadedSnapshot): RunDeps {
  const data: DataPort = {
    load: async () => snapshot,
    open: async () => snapshot,
    reachOf: async () => [],
    resolveWindow: ({ startDate, endDate }) => ({ startDate, endDate }),
    cutBars: (bars) => bars,
    versions: versionPort("/nowhere"),
  };
  const userCode = createUserCode({ home: os.tmpdir(), env: process.env });
  const { strategies } = userCode;
  const engine = createCellEngine({ users: userCode.sweepProcesses() });
  return {
    database,
    clock: systemClock,
    log,
    data,
    strategies,
    executors: [engineExecutor({ openBars: barsOpener(data), strategies, engine })],
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
    executors: deps.executors,
    slots: os.availableParallelism(),
    runCallback: async () => null,
    renderTearsheet: () => "",
    channels: channelsFromEnv({}),
    ...changes,
  });
}
