import type { ServeOptions, ServedApi } from "../app/service/api-port.ts";
import { readCompatSettings } from "../app/service/compat-settings.ts";
import { linkAddress, openAccess } from "../app/service/open-access.ts";
import { accessDepsOf } from "./access/access-deps-of.ts";
import { accessPlugin } from "./access/access-plugin.ts";
import { compatPlugins } from "./compat/compat-plugins.ts";
import { createApi } from "./create-api.ts";
import { listenOn } from "./listen-on.ts";
import { openApiService } from "./open-api-service.ts";

/** Serves the API of a project until it is closed. @throws AppError ADDRESS_IN_USE, SETTING_INVALID, EXPOSURE_REFUSED */
export async function serveApi({ project, context, readDags, listen }: ServeOptions): Promise<ServedApi> {
  const { settings, linkSecret } = await openAccess(project, listen);
  const compat = readCompatSettings(project.env, project.home);
  const service = await openApiService({ project, context, readDags }, settings.access);
  const access = accessPlugin(accessDepsOf(service));
  const app = await createApi({ service, settings, access, others: compatPlugins(compat, service) });
  const close = async (): Promise<void> => {
    await app.close();
    await service.live.close();
  };
  try {
    const url = await listenOn(app, settings);
    return { url, link: linkSecret === null ? null : linkAddress(url, linkSecret), close };
  } catch (error) {
    await close();
    throw error;
  }
}
