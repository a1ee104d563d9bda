import { createTaskBatching } from "./task/task-batching.ts";
import { createDagCache } from "./dag-cache.ts";
import { patientDatabase } from "./patient-database.ts";
import { READ_PATIENCE } from "./retry-until-connected.ts";
import type { RunDeps } from "./run-deps.ts";
import { createRunLogs } from "./run-logs.ts";
import { createStopSignals } from "./stop-signals.ts";
import { createTurns } from "./turns.ts";
import { createSweepCache } from "./sweep/sweep-cache.ts";
import type { WorkDeps, WorkPorts } from "./work-deps.ts";

export interface WorkSetup extends RunDeps, WorkPorts {
  readonly workerId: string;
  /** Fires when this process takes no further work. Default: never. */
  readonly draining?: AbortSignal;
  /** In [0, 1); for the jitter of retries. Default: `Math.random`. */
  readonly random?: () => number;
  /** Replaces secrets in log lines. */
  readonly mask?: (text: string) => string;
}

/** Far fewer than a worker has connections. */
const FETCHING = 4;

/** Adds the parts with a memory (caches, batches, signals) that the work of one process shares. */
export function createWorkDeps(setup: WorkSetup): WorkDeps {
  const { database, clock, workerId } = setup;
  const draining = setup.draining ?? new AbortController().signal;
  const reads = patientDatabase(database, { ...READ_PATIENCE, ending: draining });
  const dags = createDagCache(reads);
  const onLost = (error: unknown) => setup.log.warn("Log lines wait for the database", { error: String(error) });
  const masking = setup.mask === undefined ? {} : { mask: setup.mask };
  return {
    ...setup,
    dags,
    sweeps: createSweepCache({ ...setup, database: reads, dags }),
    desk: createTaskBatching(database, workerId),
    logs: createRunLogs({ database, clock, onLost, ...masking }),
    stops: createStopSignals(),
    active: new Set(),
    fetching: createTurns(FETCHING),
    random: setup.random ?? Math.random,
    draining,
  };
}
