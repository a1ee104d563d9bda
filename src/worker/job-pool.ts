import { EventEmitter } from "node:events";
import { run, type Runner, type TaskList, type WorkerEvents } from "graphile-worker";
import { messageOf } from "../core/app-error.ts";
import type { WorkDeps } from "../runs/work-deps.ts";
import type { JobHandler } from "../tasks/job-handler.ts";
import { queueLogger } from "./queue-logger.ts";

export interface JobPoolOptions {
  readonly handlers: Readonly<Record<string, JobHandler>>;
  /** Jobs at a time. */
  readonly concurrency: number;
  /** Fetches many small jobs at once; a pool of few long ones leaves those it cannot begin to other workers. */
  readonly prefetch: boolean;
  readonly deps: WorkDeps;
}

export interface JobPool {
  /** graphile-worker's name for it, under which it locks its jobs. */
  readonly poolId: string;
  /** Takes no further jobs and waits for those that run. */
  stop(): Promise<void>;
}

/**
 * One graphile-worker pool. Job names decide which pool a job runs in, and a job always ends
 * well: what failed is told by our own tables (see STACK.md).
 */
export async function startJobPool(options: JobPoolOptions): Promise<JobPool> {
  const { concurrency, prefetch, deps } = options;
  const events = new EventEmitter() as WorkerEvents;
  const poolId = new Promise<string>((resolve) => {
    events.once("pool:create", ({ workerPool }) => resolve(workerPool.id));
  });
  const runner = await run({
    pgPool: deps.database,
    events,
    taskList: taskList(options),
    noHandleSignals: true,
    logger: queueLogger(deps.log),
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
  return { poolId: await poolId, stop: () => stopRunner(runner, deps) };
}

function taskList({ handlers, deps }: JobPoolOptions): TaskList {
  const entries = Object.entries(handlers).map(([name, handler]) => [
    name,
    async (payload: unknown): Promise<void> => {
      try {
        await handler(payload, deps);
      } catch (error) {
        deps.log.error(`Job ${name} failed: ${messageOf(error)}`, { payload, error: String(error) });
      }
    },
  ]);
  return Object.fromEntries(entries) as TaskList;
}

async function stopRunner(runner: Runner, deps: WorkDeps): Promise<void> {
  try {
    await runner.stop();
    await runner.promise;
  } catch (error) {
    deps.log.warn(`graphile-worker did not stop cleanly: ${messageOf(error)}`);
  }
}
