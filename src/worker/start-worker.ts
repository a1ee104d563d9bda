import { randomBytes } from "node:crypto";
import os from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { type AppError, messageOf } from "../core/errors/app-error.ts";
import { createWorkDeps, type WorkSetup } from "../runs/create-work-deps.ts";
import { retryUntilConnected } from "../runs/retry-until-connected.ts";
import { fireMissedStops, watchOver } from "../runs/watch/watch-over.ts";
import { reclaimOrphanedAttempts } from "../runs/watch/reclaim-orphaned-attempts.ts";
import { removePartials } from "../runs/watch/remove-partials.ts";
import { wakeOpenWork } from "../runs/watch/wake-open-work.ts";
import type { WorkDeps } from "../runs/work-deps.ts";
import { connect } from "../store/connection/connect.ts";
import { releaseJobs } from "../store/enqueue-jobs.ts";
import { listen, type Listener, type ListenerEvent } from "../store/connection/listener.ts";
import { inTransaction } from "../store/connection/transaction.ts";
import { packageVersion } from "./package-version.ts";
import { markStopped, registerWorker, setWorkerPools } from "../store/workers.ts";
import { COMPUTE_HANDLERS, CONTROL_HANDLERS } from "../tasks/job-handlers.ts";
import { findNewerSchema } from "./find-newer-schema.ts";
import { type JobPool, type JobPoolOptions, startJobPool } from "./pools/job-pool.ts";
import { type Heartbeat, startHeartbeat } from "./start-heartbeat.ts";
import { startWatchdog, type Watchdog } from "./start-watchdog.ts";

export interface WorkerOptions extends Omit<WorkSetup, "database" | "workerId" | "draining"> {
  /** Both schemas are up to date (`migrate`, `migrateQueue`). */
  readonly url: string;
  readonly schema?: string;
  readonly timing?: Partial<WorkerTiming>;
  /** Who hands the jobs out. Default: two pools of its own. */
  readonly startPools?: StartPools;
}

/** @param onChanged to be awaited when the ids of the pools are others than before; with the one whose jobs are to be released */
export type StartPools = (
  deps: WorkDeps,
  onChanged: (lostPoolId: string | null) => Promise<void>,
) => Promise<readonly JobPool[]>;

/** All in milliseconds. */
export interface WorkerTiming {
  readonly heartbeatMs: number;
  /** A worker without a heartbeat for this long is dead; several beats, so that one may get lost. */
  readonly aliveMs: number;
  readonly watchdogMs: number;
}

/** Takes over a dead worker's tasks after at most 12 + 3 seconds (I3 allows 30). */
export const TIMING: WorkerTiming = { heartbeatMs: 3000, aliveMs: 12_000, watchdogMs: 3000 };

/** Small jobs and waiting callbacks at a time. */
const CONTROL_CONCURRENCY = 50;

export interface RunningWorker extends AsyncDisposable {
  readonly id: string;
  /** Takes no further work and resolves when what is under way has been committed. */
  drain(): Promise<void>;
  /** Drains, but gives back what is not done by then: other workers go on with it. Nobody is blamed for it. */
  leave(withinMs: number): Promise<void>;
  /** Rejects when it has had to leave by itself. @throws AppError MIGRATION_CHANGED */
  readonly failed: Promise<never>;
}

/**
 * Starts a worker in this process; it takes work when this resolves. A database that goes away meanwhile is waited for,
 * up to a minute.
 *
 * @throws AppError DB_UNREACHABLE and its kin
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const timing = { ...TIMING, ...options.timing };
  const { slots } = options;
  const id = `${os.hostname()}_${process.pid}_${randomBytes(4).toString("hex")}`;
  const place = { url: options.url, ...(options.schema === undefined ? {} : { schema: options.schema }) };
  const name = "nightgrid worker";
  const setUp = { ...place, maxConnections: 12 + slots, applicationName: name, isWriter: true };
  const database = await whileStarting(() => connect(setUp));
  const draining = new AbortController();
  const deps = createWorkDeps({ ...options, database, workerId: id, draining: draining.signal });
  const failure = Promise.withResolvers<never>();
  const { startPools = startOwnPools } = options;
  const parts = await startParts(deps, { ...place, ...timing, startPools, onFailed: failure.reject }).catch(
    async (error: unknown) => {
      draining.abort();
      await database.end();
      throw error;
    },
  );
  const { heartbeat, listener, pools, watchdog } = parts;
  const tidying = removePartials(deps).catch((error: unknown) =>
    options.log.warn(`What killed workers have left could not be removed: ${messageOf(error)}`),
  );

  const stop = async (): Promise<void> => {
    draining.abort();
    await Promise.all([tidying, watchdog.stop(), ...pools.map((pool) => pool.stop())]);
    await deps.logs.flush();
    await listener.close();
    await heartbeat.stop();
    // A database that is away cannot be told; then others find out by the heartbeat.
    await farewell(deps, pools).catch((error: unknown) => options.log.warn(`Could not sign off: ${messageOf(error)}`));
    await database.end();
  };
  let stopping: Promise<void> | undefined;
  const drain = () => (stopping ??= stop());
  const leave = async (withinMs: number): Promise<void> => {
    if (await isDoneWithin(drain(), withinMs)) return;
    const poolIds = pools.flatMap((pool) => pool.poolIds);
    // It may end by itself meanwhile, and take the connections along.
    await Promise.any([drain(), giveBack(deps, poolIds)]);
  };
  failure.promise.catch((error: unknown) => {
    options.log.error(`Worker ${id} stops: ${messageOf(error)}`);
    // Its statements may fail on the new tables: then others find out by the heartbeat.
    leave(FAILED_LEAVE_MS).catch((late: unknown) =>
      options.log.warn(`It could not leave in order: ${messageOf(late)}`),
    );
  });
  return { id, drain, leave, failed: failure.promise, [Symbol.asyncDispose]: drain };
}

/** Of a worker that must not go on: what it computes is finished when that takes no longer. */
const FAILED_LEAVE_MS = 2000;

const START_PATIENCE = { forMs: 60_000 } as const;

function whileStarting<T>(work: () => Promise<T>): Promise<T> {
  return retryUntilConnected(work, START_PATIENCE);
}

interface WorkerParts {
  readonly heartbeat: Heartbeat;
  readonly listener: Listener;
  readonly pools: readonly JobPool[];
  readonly watchdog: Watchdog;
}

async function startParts(
  deps: WorkDeps,
  setUp: WorkerTiming & {
    readonly url: string;
    readonly schema?: string;
    readonly startPools: StartPools;
    /** Hears of what the worker cannot go on with. */
    readonly onFailed: (error: AppError) => void;
  },
): Promise<WorkerParts> {
  const { database, workerId: id, log, slots } = deps;
  const { aliveMs, heartbeatMs, watchdogMs, url, schema, startPools, onFailed } = setUp;
  const worker = { id, host: os.hostname(), pid: process.pid, slots, aliveMs, version: packageVersion() };
  await whileStarting(() => registerWorker(database, worker));
  const heartbeat = await startHeartbeat({ url, schema, workerId: id, everyMs: heartbeatMs, aliveMs }, log);
  let pools: readonly JobPool[] = [];
  const changed = async (lostPoolId: string | null): Promise<void> => {
    await tellPools(deps, pools);
    if (lostPoolId === null) return;
    await inTransaction(database, (transaction) => releaseJobs(transaction, [lostPoolId]));
    await wakeOpenWork(database);
  };
  const listener = await listen(database, (event) => hear(event, deps));
  pools = await startPools(deps, changed);
  await whileStarting(() => tellPools(deps, pools));
  await whileStarting(() => wakeOpenWork(database));
  // The first round at once: where workers are killed again and again, none lives to see a later one.
  const watchdog = startWatchdog(
    async () => {
      const newer = await findNewerSchema(database);
      if (newer === null) await watchOver(deps, aliveMs);
      else onFailed(newer);
    },
    { everyMs: watchdogMs, patienceMs: 2 * aliveMs },
    {
      log,
      onAble: (isAble) => heartbeat.beatOnlyIf(isAble),
    },
  );
  return { heartbeat, listener, pools, watchdog };
}

/**
 * What this worker could not finish, because the database was away when it was to be committed, is given back at once, and so are jobs
 * that it has locked without ever hearing so.
 */
async function farewell(deps: WorkDeps, pools: readonly JobPool[]): Promise<void> {
  deps.active.clear();
  const poolIds = pools.flatMap((pool) => pool.poolIds);
  const dropped = await inTransaction(deps.database, (transaction) => releaseJobs(transaction, poolIds));
  if (dropped > 0) await wakeOpenWork(deps.database);
  await reclaimOrphanedAttempts(deps, 0);
  await markStopped(deps.database, deps.workerId);
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
  await inTransaction(deps.database, (transaction) => releaseJobs(transaction, pools));
  await reclaimOrphanedAttempts(deps, 0);
  await wakeOpenWork(deps.database);
  await markStopped(deps.database, deps.workerId);
}

/** Two pools, so that long computations never keep small jobs waiting. */
function startOwnPools(deps: WorkDeps, onRenewed: JobPoolOptions["onRenewed"]): Promise<readonly JobPool[]> {
  const { slots } = deps;
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
    pools.flatMap((pool) => pool.poolIds),
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
