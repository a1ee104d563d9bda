import type { ServeApi } from "../app/service/api-port.ts";

/** What commands need of folders that the command line knows nothing of. */
export interface CommandPorts {
  /** Loaded when it is called: the packages of the service take longer to load than most commands take. */
  readonly serveApi: ServeApi;
}
