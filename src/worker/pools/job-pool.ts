import { EventEmitter } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { run, type Runner, type WorkerEvents } from "graphile-worker";
import { messageOf } from "../../core/errors/app-error.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import type { WorkDeps } from "../../runs/work-deps.ts";
import { type JobHandlers, jobTasks } from "./job-tasks.ts";
import { queueLogger } from "./queue-logger.ts";

export interface JobPoolOptions {
  readonly handlers: JobHandlers;
  /** Jobs at a time. */
  readonly concurrency: number;
  /** Fetches many small jobs at once; a pool of few long ones leaves those it cannot begin to other workers. */
  readonly prefetch: boolean;
  readonly deps: WorkDeps;
  /** Called when the pool has got a new id: the jobs that it had locked under the old one are to be released. */
  onRenewed(lostPoolId: string): Promise<void>;
}

export interface JobPool {
  /** graphile-worker's present names for it, under which it locks its jobs. */
  readonly poolIds: readonly string[];
  /** Takes no further jobs and waits for those that run. */
  stop(): Promise<void>;
}

const RETRY_MS = 500;

/** A pool asks once a second and slot, … */
const MOST_FAILURES = 20;
/** … and has asked with success after so many milliseconds, or it never will. */
const FIRST_FETCH_MS = 5000;

/**
 * One graphile-worker pool. Job names decide which pool a job runs in, and a job always ends
 * well: what failed is told by our own tables (see STACK.md). graphile-worker gives up for good when
 * the database is away at a bad moment; then it is started anew (I9).
 */
export async function startJobPool(options: JobPoolOptions): Promise<JobPool> {
  const { log } = options.deps;
  const stopped = new AbortController();
  let current = await retryUntilConnected(() => runPool(options), { ending: options.deps.draining });

  /** Started once for each that gave up: whatever fails afterwards must not start another one, which would never be stopped. */
  const renew = async (): Promise<void> => {
    const lost = current.poolId;
    const next = await startAgain(options, stopped.signal);
    if (next === null) return;
    current = next;
    if (stopped.signal.aborted) await current.stop();
    await retryUntilConnected(() => options.onRenewed(lost), { ending: stopped.signal }).catch((error: unknown) =>
      log.warn(`The jobs of a lost pool could not be released: ${messageOf(error)}`),
    );
  };
  const supervise = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const reason = await current.ended;
      if (stopped.signal.aborted) return;
      log.warn(`graphile-worker gave up and is started anew: ${reason}`);
      await renew();
    }
  };
  const supervising = supervise();

  return {
    get poolIds() {
      return [current.poolId];
    },
    async stop() {
      stopped.abort();
      await current.stop();
      await supervising;
    },
  };
}

/** Null when it was told to stop before it could. */
async function startAgain(options: JobPoolOptions, stopped: AbortSignal): Promise<RunningPool | null> {
  while (!stopped.aborted) {
    try {
      return await runPool(options);
    } catch (error) {
      options.deps.log.debug(`graphile-worker cannot start yet: ${messageOf(error)}`);
      await delay(RETRY_MS, undefined, { signal: stopped }).catch(() => undefined);
    }
  }
  return null;
}

interface RunningPool {
  readonly poolId: string;
  /** Resolves with the reason when the pool has ended, in whatever way. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

async function runPool(options: JobPoolOptions): Promise<RunningPool> {
  const { handlers, concurrency, prefetch, deps } = options;
  const events = new EventEmitter() as WorkerEvents;
  const poolId = new Promise<string>((resolve) => {
    events.once("pool:create", ({ workerPool }) => resolve(workerPool.id));
  });
  const runner = await run({
    pgPool: deps.database,
    events,
    taskList: Object.fromEntries(jobTasks(handlers, deps)),
    noHandleSignals: true,
    logger: queueLogger(deps.log),
    parsedCronItems: [],
    preset: {
      worker: {
        concurrentJobs: concurrency,
        pollInterval: 1000,
        ...(prefetch ? { localQueue: { size: concurrency + 1, ttl: 60_000 } } : {}),
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  });
  const ended = runner.promise.then(() => "it ended", messageOf);
  giveUpAfterFailures(events, runner);
  return { poolId: await poolId, ended, stop: () => stopRunner(runner, ended) };
}

/**
 * graphile-worker keeps the names of its tasks as it has read them first, and when that was cut off, the failure, for ever: such
 * a pool takes no job any more and says nothing. Stopped, it is started anew.
 */
function giveUpAfterFailures(events: WorkerEvents, runner: Runner): void {
  const giveUp = (): void => void runner.stop().catch(() => undefined);
  // A pool that fetches ahead tells of a request that worked, but of none that failed.
  const late = setTimeout(giveUp, FIRST_FETCH_MS).unref();
  let failures = 0;
  const works = (): void => {
    clearTimeout(late);
    failures = 0;
  };
  events.on("localQueue:getJobs:complete", works);
  events.on("worker:getJob:empty", works);
  events.on("job:start", works);
  events.on("worker:getJob:error", () => {
    failures += 1;
    if (failures === MOST_FAILURES) giveUp();
  });
  events.once("pool:release", () => clearTimeout(late));
}

async function stopRunner(runner: Runner, ended: Promise<string>): Promise<void> {
  // Rejects when it has given up before.
  await runner.stop().catch(() => undefined);
  await ended;
}
