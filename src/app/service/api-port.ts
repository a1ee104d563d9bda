import type { LoadContext } from "../dags/dag-folder.ts";
import type { Project } from "../project.ts";
import type { LoadedDag } from "../../factory/check-dag.ts";
import type { ListenOptions } from "./service-settings.ts";

/**
 * Serves API and pages of a project on one address.
 *
 * @throws AppError ADDRESS_IN_USE, SETTING_INVALID, EXPOSURE_REFUSED
 */
export type ServeApi = (options: ServeOptions) => Promise<ServedApi>;

export interface ServeOptions {
  readonly project: Project;
  readonly context: LoadContext;
  /** The DAG files, as whoever keeps their schedules reads them. */
  readonly readDags: () => Promise<readonly LoadedDag[]>;
  /** What the command line says; else NIGHTGRID_HOST and NIGHTGRID_PORT do. */
  readonly listen: ListenOptions;
}

export interface ServedApi {
  /** Such as `http://127.0.0.1:4400`. */
  readonly url: string;
  /** Lets whoever opens it in as an admin, once; null where people have another way in. */
  readonly link: string | null;
  /** Takes no further request, and lets those go that wait for events. */
  close(): Promise<void>;
}
