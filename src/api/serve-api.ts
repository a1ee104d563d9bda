import type { ServeOptions, ServedApi } from "../app/service/api-port.ts";
import { readCompatSettings } from "../app/service/compat-settings.ts";
import { compatPlugins } from "./compat/compat-plugins.ts";
import { createApi } from "./create-api.ts";
import { openLiveEvents } from "./live/live-events.ts";
import { listenOn } from "./listen-on.ts";

/** Serves the API of a project until it is closed. @throws AppError ADDRESS_IN_USE */
export async function serveApi({ project, context, readDags, host, port }: ServeOptions): Promise<ServedApi> {
  const { database, log } = project.deps;
  const live = await openLiveEvents(database, log);
  const service = { project, context, readDags, live };
  const compat = readCompatSettings(project.env, project.home);
  const app = await createApi({
    service,
    access: async () => undefined,
    others: compatPlugins(compat, service),
  });
  const url = await listenOn(app, { host, port });
  return {
    url,
    async close() {
      await app.close();
      await live.close();
    },
  };
}
