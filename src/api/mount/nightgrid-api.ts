import type { FastifyPluginAsync } from "fastify";
import { openDagFolder } from "../../app/dags/open-dag-folder.ts";
import { openedBehind } from "../../app/library/opened-projects.ts";
import type { Nightgrid } from "../../app/nightgrid.ts";
import { openMountedAccess } from "../../app/service/open-access.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { accessDepsOf } from "../access/access-deps-of.ts";
import { accessPlugin } from "../access/access-plugin.ts";
import { addApi } from "../add-api.ts";
import { openApiService } from "../open-api-service.ts";
import type { Authenticate } from "./mounted-user.ts";
import { vouchedBy } from "./vouched-by.ts";

export interface NightgridApiOptions {
  /**
   * Says who sends a request, from whatever your application goes by: its session, its cookie, its token. Null: it does not
   * know; then a session or an `ng_` token of Nightgrid will do. What it throws refuses the request.
   * Default: people sign in to Nightgrid.
   */
  readonly authenticate?: Authenticate;
}

/** Segments of letters, digits and `._~-`: one without parameters, since pages name files below it. */
const PREFIX = /^(\/[\w.~-]+)+$/;

/**
 * API and web pages of a project, as a plugin for a fastify 5 of your own:
 *
 *     await app.register(nightgridApi(nightgrid), { prefix: "/nightgrid" });
 *
 * Everything is below the prefix: `/nightgrid/api/v1/…`, `/nightgrid/livez`, `/nightgrid/metrics`, the pages. Hooks, parsers
 * and error handlers stay inside; those of your server run before. Settings are read from the `env` of the project
 * (docs/security.md); NIGHTGRID_HOST and NIGHTGRID_PORT are yours. Close the server first, then `nightgrid`.
 *
 * @param nightgrid from `createNightgrid` of the same copy of this package
 * @throws AppError (when the server starts) EXPOSURE_REFUSED when nobody could sign in, SETTING_INVALID, USAGE without a prefix
 */
export function nightgridApi(nightgrid: Nightgrid, options: NightgridApiOptions = {}): FastifyPluginAsync {
  const { authenticate } = options;
  const { project: open, context, beforeClose } = openedBehind(nightgrid);
  return async (app) => {
    if (!PREFIX.test(app.prefix)) throw noPrefix(app.prefix);
    const project = open();
    const settings = await openMountedAccess(project, { isVouched: authenticate !== undefined });
    const dags = openDagFolder(context);
    const service = await openApiService({ project, context, readDags: () => dags.read() }, settings.access);
    // Its connection would keep the database from being let go of, whichever of the two is closed first.
    app.addHook("onClose", () => service.live.close());
    beforeClose(() => service.live.close());
    const access = accessPlugin(
      accessDepsOf(service),
      authenticate === undefined ? undefined : vouchedBy(authenticate),
    );
    await addApi(app, { service, settings, access });
  };
}

function noPrefix(prefix: string): AppError {
  const problem = prefix === "" ? "needs a path of its own in your server" : `cannot be below the path ${prefix}`;
  return new AppError("USAGE", `Nightgrid ${problem}.`, {
    hint: 'Write app.register(nightgridApi(nightgrid), { prefix: "/nightgrid" }).',
  });
}
