import { availableParallelism } from "node:os";
import { channelsFromEnv } from "../alerts/channels/channels-from-env.ts";
import { sourcesOf } from "./data/ingest-deps.ts";
import { runCallback } from "../callbacks/run-callback.ts";
import { resolveSecrets } from "../factory/resolve-secrets.ts";
import { type RunningWorker, type StartPools, startWorker } from "../worker/start-worker.ts";
import { closeExecutors, createExecutors } from "./executors.ts";
import type { Project } from "./project.ts";
import { maskedCallback } from "./masking/masked-callback.ts";

export interface ProjectWorkerOptions {
  /** Ranges computed at the same time. Default: one per processor. */
  readonly slots?: number;
  /** Who hands the jobs out. Default: pools of its own. */
  readonly startPools?: StartPools;
  /** Hears of jobs that could not even write down how they ended. */
  readonly onJobFailed?: (error: unknown) => void;
}

/** A worker in this process. Draining it also ends its threads. */
export async function startProjectWorker(project: Project, options: ProjectWorkerOptions = {}): Promise<RunningWorker> {
  const { home, env, deps, secrets, database, userCode } = project;
  const { onJobFailed, startPools, slots = availableParallelism() } = options;
  const executors = createExecutors({ home, env, userCode, data: deps.data, slots });
  const worker = await startWorker({
    clock: deps.clock,
    log: deps.log,
    data: deps.data,
    ...(deps.depot !== undefined && { depot: deps.depot }),
    strategies: deps.strategies,
    ...(deps.codeFolder !== undefined && { codeFolder: deps.codeFolder }),
    url: database.url,
    home,
    executors,
    slots,
    channels: channelsFromEnv(env),
    prices: { sources: sourcesOf(project), env },
    ...(onJobFailed === undefined ? {} : { onJobFailed }),
    ...(startPools === undefined ? {} : { startPools }),
    mask: (text) => secrets.mask(text),
    runCallback: (spec, context) => {
      const callback = { ...spec, options: resolveSecrets(spec.options, env, secrets) };
      return maskedCallback(context, secrets, (safe) => runCallback(callback, safe, { users: userCode.callbacks }));
    },
    renderTearsheet: async (input) => {
      // Only a run that has a tearsheet pays for loading the charts.
      const { renderTearsheet } = await import("../report/render-tearsheet.ts");
      return renderTearsheet(input);
    },
  });
  const end = async (): Promise<void> => {
    try {
      await worker.drain();
    } finally {
      await closeExecutors(executors);
    }
  };
  let ending: Promise<void> | undefined;
  const drain = () => (ending ??= end());
  // Its threads end with the process: what they compute without an end cannot be waited for. Other processes do not.
  const leave = async (withinMs: number): Promise<void> => {
    await worker.leave(withinMs);
    for (const { endProcesses } of executors) await endProcesses?.();
  };
  return { id: worker.id, drain, leave, failed: worker.failed, [Symbol.asyncDispose]: drain };
}
