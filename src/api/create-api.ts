import Fastify, { type FastifyInstance } from "fastify";
import { addApi, type ApiParts } from "./add-api.ts";
import { basePath } from "./routing/base-path.ts";
import { sendProblem } from "./routing/problem.ts";
import { refuseConnection } from "./routing/refuse-connection.ts";
import { BODY_LIMIT } from "./routing/register-route.ts";
import { securityHeaders } from "./routing/security-headers.ts";

const LONGEST_ADDRESS = 16_384;
/** A client that has not sent its headers or its whole request by then is let go: it would keep a connection for nothing. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
const CHECK_MS = 2000;
const KEEP_ALIVE_MS = 65_000;

/** The HTTP service of a project, not listening yet. */
export async function createApi(parts: ApiParts): Promise<FastifyInstance> {
  const { publicUrl } = parts.settings.access;
  const headers = securityHeaders(publicUrl);
  const { log } = parts.service.project.deps;
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
    clientErrorHandler: (error, socket) => refuseConnection(error, socket, headers),
    // Of an address that cannot be read; no hook sees such a request.
    frameworkErrors: (error, request, reply) => {
      void sendProblem(error, { request, reply: reply.headers(headers), log, base: basePath("", publicUrl) });
    },
  });
  await addApi(app, parts);
  return app;
}
