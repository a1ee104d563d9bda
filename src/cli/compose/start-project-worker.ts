import { channelsFromEnv } from "../../alerts/channels/channels-from-env.ts";
import { runCallback } from "../../callbacks/run-callback.ts";
import { createEngineExecutor } from "../../executors/engine/engine-executor.ts";
import { importModule } from "../../executors/modules/import-module.ts";
import { resolveSecrets } from "../../factory/resolve-secrets.ts";
import { type RunningWorker, startWorker } from "../../worker/start-worker.ts";
import type { Project } from "./project.ts";
import { PACKAGE_URL } from "./user-modules.ts";

export interface ProjectWorkerOptions {
  /** Ranges computed at the same time. Default: one per processor. */
  readonly slots?: number;
}

/** A worker in this process. Draining it also ends its threads. */
export async function startProjectWorker(project: Project, options: ProjectWorkerOptions = {}): Promise<RunningWorker> {
  const { home, env, deps, secrets, database } = project;
  const executor = createEngineExecutor({ packageUrl: PACKAGE_URL, ...options });
  const worker = await startWorker({
    clock: deps.clock,
    log: deps.log,
    data: deps.data,
    strategies: deps.strategies,
    url: database.url,
    home,
    executor,
    channels: channelsFromEnv(env),
    mask: (text) => secrets.mask(text),
    runCallback: (spec, context) =>
      runCallback({ ...spec, options: resolveSecrets(spec.options, env, secrets) }, context, { importModule }),
    renderTearsheet: async (input) => {
      // Only a run that has a tearsheet pays for loading the charts.
      const { renderTearsheet } = await import("../../report/render-tearsheet.ts");
      return renderTearsheet(input);
    },
  });
  const end = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } finally {
      await executor.close();
    }
  };
  let ending: Promise<void> | undefined;
  const drain = () => (ending ??= end(worker.drain()));
  const leave = (withinMs: number) => (ending ??= end(worker.leave(withinMs)));
  return { id: worker.id, drain, leave, [Symbol.asyncDispose]: drain };
}
