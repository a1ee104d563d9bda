import compress from "@fastify/compress";
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from "fastify";
import type { Principal, Role } from "../core/names/principal.ts";
import type { ApiService } from "./api-service.ts";
import { addEventsRoute } from "./live/events-route.ts";
import { openApiRoute } from "./openapi/openapi-route.ts";
import { createPages } from "./pages/pages-plugin.ts";
import { readUiFiles } from "./pages/ui-files.ts";
import { ROUTES } from "./resources/routes.ts";
import type { ServiceSettings } from "../app/service/service-settings.ts";
import { takeJsonBodies } from "./routing/json-bodies.ts";
import { sendProblem } from "./routing/problem.ts";
import { addRateLimits } from "./routing/rate-limits.ts";
import { addSecurityHeaders } from "./routing/security-headers.ts";
import { registerDeps } from "./routing/register-deps.ts";
import { registerRoute } from "./routing/register-route.ts";
import { watchRoutes } from "./routing/unknown-routes.ts";
import { createValidators } from "./routing/validators.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; null where nobody is known. */
    principal: Principal | null;
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

const BODY_LIMIT = 1024 * 1024;
const LONGEST_ADDRESS = 16_384;
/** A client that has not sent its headers or its whole request by then is let go: it would keep a connection for nothing. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
const CHECK_MS = 2000;
const KEEP_ALIVE_MS = 65_000;

/** The HTTP service of a project, not listening yet. */
export async function createApi({ service, settings, access, others = [] }: ApiParts): Promise<FastifyInstance> {
  const { log } = service.project.deps;
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: { headersTimeout: HEADERS_MS, connectionsCheckingInterval: CHECK_MS },
    routerOptions: { maxParamLength: LONGEST_ADDRESS, ignoreTrailingSlash: false, caseSensitive: true },
    forceCloseConnections: true,
    genReqId: () => crypto.randomUUID(),
    logger: false,
    exposeHeadRoutes: true,
  });
  takeJsonBodies(app);
  app.setValidatorCompiler(createValidators());
  app.setErrorHandler((error, request, reply) => sendProblem(error, { request, reply, log }));
  app.decorateRequest("principal", null);
  app.addHook("onRequest", async (request, reply) => {
    void reply.header("x-request-id", request.id);
  });
  addSecurityHeaders(app, settings.access.publicUrl?.protocol === "https:");
  const pages = createPages(readUiFiles());
  const routes = watchRoutes(app, pages.answer);
  await app.register(access);
  await addRateLimits(app, settings);
  await app.register(compress, { encodings: ["gzip"], threshold: 2048, removeContentLengthHeader: true });
  const deps = registerDeps(service);
  for (const route of [...ROUTES, openApiRoute(ROUTES)]) registerRoute(app, route, deps);
  addEventsRoute(app, service);
  pages.addTo(app);
  for (const plugin of others) await app.register(plugin);
  routes.refuseOthers();
  return app;
}
