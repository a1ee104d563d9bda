import type { LoadedDag } from "../factory/check-dag.ts";
import type { DagSource } from "../worker/dag-source.ts";
import { type RunningScheduler, startScheduler } from "../worker/start-scheduler.ts";
import { startRetention } from "../runs/retention/start-retention.ts";
import { readRetention } from "./service/retention-setting.ts";
import { dagFolder } from "./dags/dag-folder.ts";
import type { Project } from "./project.ts";

interface ProjectSchedulerOptions {
  /** The DAG files of the project. */
  readonly dags: DagSource;
  /** Hears what lies in `dags/` at each look. */
  readonly onRead?: (loaded: readonly LoadedDag[]) => void;
}

/**
 * A scheduler in this process, for the DAG files of the project; it also removes, once a day, what the DAGs and the settings do not keep for longer.
 *
 * @throws AppError SETTING_INVALID
 */
export async function startProjectScheduler(
  project: Project,
  { dags, onRead }: ProjectSchedulerOptions,
): Promise<RunningScheduler> {
  const read = async (): Promise<readonly LoadedDag[]> => {
    const loaded = await dags.read();
    onRead?.(loaded);
    return loaded;
  };
  const { deps, env, home } = project;
  const { database, log } = deps;
  const keep = readRetention(env);
  const scheduler = await startScheduler({ deps, folder: dagFolder(home), dags: { ...dags, read } });
  const retention = startRetention({ database, home, log, ...keep, ...(deps.depot && { depot: deps.depot }) });
  const stop = async (): Promise<void> => {
    await Promise.all([scheduler.stop(), retention.stop()]);
  };
  return { round: () => scheduler.round(), stop, [Symbol.asyncDispose]: stop };
}
