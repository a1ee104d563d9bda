/** What a service of your own mounts: a project in its process. docs/library.md shows it. */
export { createNightgrid } from "./app/create-nightgrid.ts";
export type {
  BackfillOptions,
  ClearOptions,
  DagProblem,
  DagState,
  EndedRun,
  MountedScheduler,
  MountedWorker,
  Nightgrid,
  NightgridOptions,
  RunOverrides,
  StartOptions,
} from "./app/nightgrid.ts";
export type { JobHelpers, JobTaskList } from "./worker/pools/host-pool.ts";
export { AppError } from "./core/errors/app-error.ts";
