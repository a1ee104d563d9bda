import type { LoadedDag } from "../factory/check-dag.ts";
import type { DagSource } from "../worker/dag-source.ts";
import { type RunningScheduler, startScheduler } from "../worker/start-scheduler.ts";
import { dagFolder } from "./dags/dag-folder.ts";
import type { Project } from "./project.ts";

interface ProjectSchedulerOptions {
  /** The DAG files of the project. */
  readonly dags: DagSource;
  /** Hears what lies in `dags/` at each look. */
  readonly onRead?: (loaded: readonly LoadedDag[]) => void;
}

/** A scheduler in this process, for the DAG files of the project. */
export async function startProjectScheduler(
  project: Project,
  { dags, onRead }: ProjectSchedulerOptions,
): Promise<RunningScheduler> {
  const read = async (): Promise<readonly LoadedDag[]> => {
    const loaded = await dags.read();
    onRead?.(loaded);
    return loaded;
  };
  return startScheduler({ deps: project.deps, folder: dagFolder(project.home), dags: { ...dags, read } });
}
