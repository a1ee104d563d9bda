import { randomBytes } from "node:crypto";
import os from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { createWorkDeps, type WorkSetup } from "../runs/create-work-deps.ts";
import { fireMissedStops, watchOver } from "../runs/watch/watch-over.ts";
import { reclaimOrphanedAttempts } from "../runs/watch/reclaim-orphaned-attempts.ts";
import { wakeOpenWork } from "../runs/watch/wake-open-work.ts";
import type { WorkDeps } from "../runs/work-deps.ts";
import { connect } from "../store/connect.ts";
import { releaseJobs } from "../store/enqueue-jobs.ts";
import { listen, type ListenerEvent } from "../store/listener.ts";
import { markStopped, registerWorker, setWorkerPools } from "../store/workers.ts";
import { COMPUTE_HANDLERS, CONTROL_HANDLERS } from "../tasks/job-handlers.ts";
import { type JobPool, type JobPoolOptions, startJobPool } from "./job-pool.ts";
import { startHeartbeat } from "./start-heartbeat.ts";
import { startWatchdog } from "./start-watchdog.ts";

export interface WorkerOptions extends Omit<WorkSetup, "database" | "workerId" | "draining"> {
  /** Both schemas are up to date (`migrate`, `migrateQueue`). */
  readonly url: string;
  readonly schema?: string;
  readonly timing?: Partial<WorkerTiming>;
}

/** All in milliseconds. */
export interface WorkerTiming {
  readonly heartbeatMs: number;
  /** A worker without a heartbeat for this long is dead; several beats, so that one may get lost. */
  readonly aliveMs: number;
  readonly watchdogMs: number;
}

/** Takes over a dead worker's tasks after at most 12 + 5 seconds (I3 allows 30). */
const TIMING: WorkerTiming = { heartbeatMs: 3000, aliveMs: 12_000, watchdogMs: 5000 };

/** Small jobs and waiting callbacks at a time. */
const CONTROL_CONCURRENCY = 50;

export interface RunningWorker extends AsyncDisposable {
  readonly id: string;
  /** Takes no further work and resolves when what is under way has been committed. */
  drain(): Promise<void>;
  /** Drains, but gives back what is not done by then: other workers go on with it. Nobody is blamed for it. */
  leave(withinMs: number): Promise<void>;
}

/** Starts a worker in this process; it takes work when this resolves. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const timing = { ...TIMING, ...options.timing };
  const slots = options.executor.slots;
  const id = `${os.hostname()}_${process.pid}_${randomBytes(4).toString("hex")}`;
  const place = { url: options.url, ...(options.schema === undefined ? {} : { schema: options.schema }) };
  const database = await connect({ ...place, maxConnections: 12 + slots, applicationName: "nightgrid worker" });
  const draining = new AbortController();
  let pools: readonly JobPool[] = [];
  const renewed = async (lostPoolId: string): Promise<void> => {
    await tellPools(deps, pools);
    await releaseJobs(database, [lostPoolId]);
    await wakeOpenWork(database);
  };
  const deps = createWorkDeps({ ...options, database, workerId: id, draining: draining.signal });

  const { aliveMs } = timing;
  await registerWorker(database, { id, host: os.hostname(), pid: process.pid, slots, aliveMs });
  const beat = { url: options.url, schema: options.schema, workerId: id, everyMs: timing.heartbeatMs, aliveMs };
  const [heartbeat, listener, started] = await Promise.all([
    startHeartbeat(beat, options.log),
    listen(database, (event) => hear(event, deps)),
    startPools(deps, slots, renewed),
  ]);
  pools = started;
  await tellPools(deps, pools);
  const watchdog = startWatchdog(() => watchOver(deps, aliveMs), timing.watchdogMs, options.log);
  await wakeOpenWork(database);

  const stop = async (): Promise<void> => {
    draining.abort();
    await Promise.all([watchdog.stop(), ...pools.map((pool) => pool.stop())]);
    await deps.logs.flush();
    await listener.close();
    await heartbeat.stop();
    await markStopped(database, id);
    await database.end();
  };
  let stopping: Promise<void> | undefined;
  const drain = () => (stopping ??= stop());
  const leave = async (withinMs: number): Promise<void> => {
    if (await isDoneWithin(drain(), withinMs)) return;
    const poolIds = pools.map((pool) => pool.poolId);
    // It may end by itself meanwhile, and take the connections along.
    await Promise.any([drain(), giveBack(deps, poolIds)]);
  };
  return { id, drain, leave, [Symbol.asyncDispose]: drain };
}

async function isDoneWithin(work: Promise<unknown>, withinMs: number): Promise<boolean> {
  const waiting = new AbortController();
  const late = delay(withinMs, false, { signal: waiting.signal }).catch(() => false);
  const done = await Promise.race([work.then(() => true), late]);
  waiting.abort();
  return done;
}

/** What still runs here cannot commit any more: its attempts have ended. */
async function giveBack(deps: WorkDeps, pools: readonly string[]): Promise<void> {
  deps.active.clear();
  await releaseJobs(deps.database, pools);
  await reclaimOrphanedAttempts(deps, 0);
  await wakeOpenWork(deps.database);
  await markStopped(deps.database, deps.workerId);
}

/** Two pools, so that long computations never keep small jobs waiting. */
function startPools(
  deps: WorkDeps,
  slots: number,
  onRenewed: JobPoolOptions["onRenewed"],
): Promise<readonly JobPool[]> {
  const shared = { deps, onRenewed };
  return Promise.all([
    startJobPool({ ...shared, handlers: CONTROL_HANDLERS, concurrency: CONTROL_CONCURRENCY, prefetch: true }),
    startJobPool({ ...shared, handlers: COMPUTE_HANDLERS, concurrency: slots, prefetch: false }),
  ]);
}

/** So that others can release our jobs when we are dead. */
async function tellPools({ database, workerId }: WorkDeps, pools: readonly JobPool[]): Promise<void> {
  await setWorkerPools(
    database,
    workerId,
    pools.map((pool) => pool.poolId),
  );
}

function hear(event: ListenerEvent, deps: WorkDeps): void {
  if (event.kind === "message") {
    if (event.channel === "nightgrid_stop") deps.stops.fire(event.runId);
    return;
  }
  catchUp(deps).catch((error: unknown) => deps.log.warn("Could not catch up yet", { error: String(error) }));
}

/** The database was away (I9): stops may have been missed, and jobs may have been lost with their connection. */
async function catchUp(deps: WorkDeps): Promise<void> {
  await fireMissedStops(deps);
  await wakeOpenWork(deps.database);
}
