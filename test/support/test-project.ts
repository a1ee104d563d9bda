import { versionPort } from "../../src/app/data/version-port.ts";
import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { channelsFromEnv } from "../../src/alerts/channels/channels-from-env.ts";
import { systemClock } from "../../src/core/time/clock.ts";
import type { RunId } from "../../src/core/names/ids.ts";
import type { Logger } from "../../src/core/log.ts";
import type { DagSpec } from "../../src/factory/dag-spec.ts";
import type { RunDeps, SweepExecutor } from "../../src/runs/run-deps.ts";
import type { StartRequest } from "../../src/runs/start/run-plan.ts";
import { retryUntilConnected } from "../../src/runs/retry-until-connected.ts";
import { startRun } from "../../src/runs/start/start-run.ts";
import { readRun, type RunRow } from "../../src/store/run/runs.ts";
import { listen } from "../../src/store/connection/listener.ts";
import { type RunningWorker, startWorker, type WorkerOptions } from "../../src/worker/start-worker.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { faultsFromEnv } from "./faults/faults-from-env.ts";
import type { CellEngine } from "../../src/executors/engine/cell-engine.ts";
import { inlineExecutors } from "./inline-executor.ts";
import { inlineStrategies } from "./inline-strategies.ts";
import { sampleSnapshot } from "./sample-bars.ts";

export const silentLog: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
function ignore(): void {}

/** A database of its own, and all that runs need, from real parts with the smallest inputs. */
export interface TestProject extends AsyncDisposable {
  readonly database: Pick<TestDatabase, "url" | "pool">;
  readonly deps: RunDeps;
  readonly home: string;
  /** `executor`: the engine of its only executor. */
  worker(changes?: Partial<WorkerOptions> & { readonly executor?: CellEngine }): Promise<RunningWorker>;
  start(spec: DagSpec, changes?: Partial<StartRequest>): Promise<RunId>;
  /** Waits for the end of a run, told by the database, however long it takes. */
  ended(id: RunId): Promise<RunRow>;
}

/** @param more executors besides that of the engine */
export async function createTestProject(more: readonly SweepExecutor[] = []): Promise<TestProject> {
  return projectOn(await createTestDatabase(), more);
}

/** A project on a database that is migrated; closes it in the end. */
export function projectOn(
  database: Pick<TestDatabase, "url" | "pool" | "close">,
  more: readonly SweepExecutor[] = [],
): TestProject {
  const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-project-"));
  const snapshot = sampleSnapshot();
  const parts = {
    database: database.pool,
    clock: systemClock,
    log: silentLog,
    data: {
      load: async () => snapshot,
      reachOf: async () => [],
      open: async (id) => (id === snapshot.snapshot.id ? snapshot : null),
      resolveWindow: ({ startDate, endDate }) => ({ startDate, endDate }),
      cutBars: (bars) => bars,
      versions: versionPort("/nowhere"),
    },
    strategies: inlineStrategies(),
  } satisfies Omit<RunDeps, "executors">;
  const deps: RunDeps = { ...parts, executors: [...inlineExecutors(parts), ...more] };
  const workers: RunningWorker[] = [];
  const faults = faultsFromEnv(database.url);
  return {
    database,
    deps,
    home,
    async worker({ executor, ...changes } = {}) {
      const worker = await startWorker({
        url: (await faults.proxy())?.url ?? database.url,
        home,
        clock: deps.clock,
        log: deps.log,
        data: deps.data,
        strategies: deps.strategies,
        executors: executor === undefined ? deps.executors : inlineExecutors(deps, executor),
        slots: 2,
        runCallback: async () => null,
        renderTearsheet: () => "<!doctype html>",
        channels: channelsFromEnv({}),
        ...changes,
      });
      workers.push(worker);
      return worker;
    },
    async start(spec, changes = {}) {
      const dag = { file: "/dags/sample.yaml", text: JSON.stringify(spec), spec };
      const request = { dag, logicalDate: new Date("2026-02-10T00:00:00Z"), tickAt: null, overrides: {} };
      const id = await startRun({ ...request, trigger: "manual", ...changes }, deps);
      if (id === null) throw new Error("The tick had a run already");
      return id;
    },
    ended: (id) => untilEnded(database, id),
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker.drain()));
      await faults[Symbol.asyncDispose]();
      await database.close();
    },
  };
}

/** Also when the server goes away meanwhile. */
async function untilEnded(database: Pick<TestDatabase, "pool">, id: RunId): Promise<RunRow> {
  const { promise, resolve, reject } = Promise.withResolvers<RunRow>();
  const looks: Promise<void>[] = [];
  const look = async (): Promise<void> => {
    const run = await retryUntilConnected(() => readRun(database.pool, id));
    if (run !== null && run.finishedAt !== null) resolve(run);
  };
  const lookAgain = (): void => void looks.push(look().catch(reject));
  try {
    await using _listener = await retryUntilConnected(() => listen(database.pool, lookAgain));
    lookAgain();
    return await promise;
  } finally {
    // Whoever was told of the end may close the database at once.
    await Promise.all(looks);
  }
}
