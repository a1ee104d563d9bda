import type { ServeOptions, ServedApi } from "../app/service/api-port.ts";
import { readCompatSettings } from "../app/service/compat-settings.ts";
import { linkAddress, openAccess } from "../app/service/open-access.ts";
import { createDagSummaries } from "../runs/query/home/dag-summaries.ts";
import { createSweepReader } from "../runs/query/sweep/sweep-reader.ts";
import { accessDepsOf } from "./access/access-deps-of.ts";
import { accessPlugin } from "./access/access-plugin.ts";
import { compatPlugins } from "./compat/compat-plugins.ts";
import { createApi } from "./create-api.ts";
import { openLiveEvents } from "./live/live-events.ts";
import { listenOn } from "./listen-on.ts";

/** Serves the API of a project until it is closed. @throws AppError ADDRESS_IN_USE, SETTING_INVALID, EXPOSURE_REFUSED */
export async function serveApi({ project, context, readDags, listen }: ServeOptions): Promise<ServedApi> {
  const { settings, linkSecret } = await openAccess(project, listen);
  const compat = readCompatSettings(project.env, project.home);
  const { database, log } = project.deps;
  const live = await openLiveEvents(database, log);
  const sweeps = createSweepReader(database);
  const summaries = createDagSummaries(database);
  const service = { project, context, readDags, live, sweeps, summaries, access: settings.access };
  const access = accessPlugin(accessDepsOf(service));
  const app = await createApi({ service, settings, access, others: compatPlugins(compat, service) });
  const close = async (): Promise<void> => {
    await app.close();
    await live.close();
  };
  try {
    const url = await listenOn(app, settings);
    return { url, link: linkSecret === null ? null : linkAddress(url, linkSecret), close };
  } catch (error) {
    await close();
    throw error;
  }
}
