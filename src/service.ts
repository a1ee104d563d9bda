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
} from "./app/nightgrid.ts";
export { AppError } from "./core/errors/app-error.ts";
