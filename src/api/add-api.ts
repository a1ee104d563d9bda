import compress from "@fastify/compress";
import type { FastifyInstance, FastifyPluginAsync } from "fastify";
import type { ServiceSettings } from "../app/service/service-settings.ts";
import type { Principal, Role } from "../core/names/principal.ts";
import type { ApiService } from "./api-service.ts";
import { endStreamsOf } from "./live/event-stream.ts";
import { openApiRoute } from "./openapi/openapi-route.ts";
import { createPages } from "./pages/pages-plugin.ts";
import { readUiFiles } from "./pages/ui-files.ts";
import { ROUTES } from "./resources/routes.ts";
import { basePath } from "./routing/base-path.ts";
import { takeJsonBodies } from "./requests/json-bodies.ts";
import { sendProblem } from "./routing/problem.ts";
import { addRateLimits } from "./routing/rate-limits.ts";
import { addSecurityHeaders } from "./routing/security-headers.ts";
import { registerDeps } from "./routing/register-deps.ts";
import { registerRoute } from "./routing/register-route.ts";
import { watchRoutes } from "./routing/unknown-routes.ts";
import { createValidators } from "./requests/validators.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; null where nobody is known. */
    nightgridPrincipal: Principal | null;
  }
  interface FastifyContextConfig {
    /** The least role that may; a route without one is refused at the start. */
    role?: Role | "none";
  }
}

export interface ApiParts {
  readonly service: ApiService;
  readonly settings: Pick<ServiceSettings, "access" | "rates">;
  /** Finds out who asks, and refuses who may not. */
  readonly access: FastifyPluginAsync;
  /** Routes besides those of the API itself: pages, old clients, health. */
  readonly others?: readonly FastifyPluginAsync[];
}

/** Adds API and pages to a server, at its root or below its prefix. Whatever the server does elsewhere stays as it is. */
export async function addApi(
  app: FastifyInstance,
  { service, settings, access, others = [] }: ApiParts,
): Promise<void> {
  const { log } = service.project.deps;
  const base = basePath(app.prefix, settings.access.publicUrl);
  takeJsonBodies(app);
  app.setValidatorCompiler(createValidators());
  app.setErrorHandler((error, request, reply) => sendProblem(error, { request, reply, log, base }));
  app.decorateRequest("nightgridPrincipal", null);
  app.addHook("onRequest", async (request, reply) => {
    void reply.header("x-request-id", request.id);
  });
  addSecurityHeaders(app, settings.access.publicUrl);
  const pages = createPages(readUiFiles(), `${base}/`);
  const routes = watchRoutes(app, pages.answer);
  await app.register(access);
  await addRateLimits(app, settings);
  // A server around that compresses does so here too, and knows the plugin once.
  if (!app.hasReplyDecorator("compress"))
    await app.register(compress, { encodings: ["gzip"], threshold: 2048, removeContentLengthHeader: true });
  const deps = registerDeps(service, base);
  for (const route of [...ROUTES, openApiRoute(ROUTES)]) registerRoute(app, route, deps);
  endStreamsOf(app);
  pages.addTo(app);
  for (const plugin of others) await app.register(plugin);
  routes.refuseOthers();
}
