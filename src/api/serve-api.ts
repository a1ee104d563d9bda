import type { ServeOptions, ServedApi } from "../app/service/api-port.ts";
import { linkAddress, openAccess } from "../app/service/open-access.ts";
import { accessDepsOf } from "./access/access-deps-of.ts";
import { accessPlugin } from "./access/access-plugin.ts";
import type { ApiService } from "./api-service.ts";
import { createApi } from "./create-api.ts";
import { openLiveEvents } from "./live/live-events.ts";
import { listenOn } from "./listen-on.ts";

/** Serves the API of a project until it is closed. @throws AppError ADDRESS_IN_USE, SETTING_INVALID, EXPOSURE_REFUSED */
export async function serveApi({ project, context, readDags, host, port }: ServeOptions): Promise<ServedApi> {
  const { settings, linkSecret } = await openAccess(project, { host, port });
  const { database, log } = project.deps;
  const live = await openLiveEvents(database, log);
  const service: ApiService = { project, context, readDags, live, access: settings.access };
  const app = await createApi({ service, access: accessPlugin(accessDepsOf(service)) });
  const url = await listenOn(app, { host, port });
  return {
    url,
    link: linkSecret === null ? null : linkAddress(url, linkSecret),
    async close() {
      await app.close();
      await live.close();
    },
  };
}
