import { createHostPool, type JobTaskList } from "../../worker/pools/host-pool.ts";
import type { RunningWorker } from "../../worker/start-worker.ts";
import type { Project } from "../project.ts";
import { startProjectWorker } from "../project-worker.ts";

interface HostWorker {
  readonly worker: RunningWorker;
  readonly taskList: JobTaskList;
}

/** A worker in this process whose jobs the application's own graphile-worker hands out. */
export async function startHostWorker(
  project: Project,
  options: { readonly slots?: number | undefined } = {},
): Promise<HostWorker> {
  const { slots } = options;
  const made = Promise.withResolvers<JobTaskList>();
  const worker = await startProjectWorker(project, {
    ...(slots !== undefined && { slots }),
    startPools: async (deps, onChanged) => {
      const { pool, taskList } = createHostPool(deps, () => onChanged(null));
      made.resolve(taskList);
      return [pool];
    },
  });
  return { worker, taskList: await made.promise };
}
