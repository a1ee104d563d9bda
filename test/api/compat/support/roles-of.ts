import type { FastifyInstance } from "fastify";
import { compatPlugins } from "../../../../src/api/compat/compat-plugins.ts";
import { createApi } from "../../../../src/api/create-api.ts";
import { readServiceSettings } from "../../../../src/app/service/service-settings.ts";
import { readCompatSettings } from "../../../../src/app/service/compat-settings.ts";
import type { TestApi } from "../../support/test-api.ts";

/** `GET /path` → the least role that may, of the routes of old services whose paths fit. */
export async function rolesOf({ service, home }: TestApi, paths: RegExp): Promise<ReadonlyMap<string, unknown>> {
  const roles = new Map<string, unknown>();
  const access = async (app: FastifyInstance): Promise<void> => {
    app.addHook("onRoute", ({ method, url, config }) => {
      for (const name of [method].flat()) {
        if (/^(GET|POST)$/.test(name) && paths.test(url) && config?.role !== "none")
          roles.set(`${name} ${url}`, config?.role);
      }
    });
  };
  Object.assign(access, { [Symbol.for("skip-override")]: true });
  const others = compatPlugins(readCompatSettings(service.project.env, home), service);
  const app = await createApi({ service, settings: readServiceSettings({}), access, others });
  await app.close();
  return roles;
}
