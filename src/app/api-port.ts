import type { LoadContext } from "./dags/dag-folder.ts";
import type { Project } from "./project.ts";
import type { LoadedDag } from "../factory/check-dag.ts";

/** Serves API and pages of a project on one address. @throws AppError ADDRESS_IN_USE, EXPOSURE_REFUSED */
export type ServeApi = (options: ServeOptions) => Promise<ServedApi>;

export interface ServeOptions {
  readonly project: Project;
  readonly context: LoadContext;
  /** The DAG files, as whoever keeps their schedules reads them. */
  readonly readDags: () => Promise<readonly LoadedDag[]>;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

export interface ServedApi {
  /** Such as `http://127.0.0.1:4400`. */
  readonly url: string;
  /** Takes no further request, and lets those go that wait for events. */
  close(): Promise<void>;
}
