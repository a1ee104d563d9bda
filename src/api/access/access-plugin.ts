import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from "fastify";
import type { AccessDeps } from "../../access/access-deps.ts";
import { authenticate } from "../../access/authenticate.ts";
import { isKnownHost } from "../../access/browser/known-host.ts";
import { principalAct } from "../../access/principal-act.ts";
import { sourceOf } from "../../access/browser/request-source.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { includesRole, isRole, type Principal, type Role } from "../../core/names/principal.ts";
import { recordAct } from "../../store/actions/audit.ts";
import { requireAllDags } from "../resources/parts.ts";
import { addLinkPage } from "./link-page.ts";
import { distinctHeaders, requestFacts } from "./request-facts.ts";

const READING: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Asked before everybody else who somebody is; null where it does not know them. Whatever it throws refuses. */
export type Vouch = (request: FastifyRequest) => Promise<Principal | null>;

const NOBODY: Vouch = async () => null;

/**
 * Finds out who sends each request, before anything else is done with it, and refuses who may not. Whatever fails in it
 * refuses. A route that says no role keeps the service from starting.
 */
export function accessPlugin(deps: AccessDeps, vouch: Vouch = NOBODY): FastifyPluginAsync {
  const plugin: FastifyPluginAsync = async (app) => {
    requireRoles(app);
    app.addHook("onRequest", async (request, reply) => {
      const { settings } = deps;
      if (!isKnownHost(request.headers.host, settings)) throw unknownHost();
      // What is at no address is nobody's.
      if (request.is404) return;
      const needed = request.routeOptions.config.role;
      refuseOtherPages(request, deps);
      if (needed === "none") return;
      const principal = (await vouch(request)) ?? (await authenticate(credentialsOf(request), deps));
      if (principal === null) {
        void reply.header("www-authenticate", "Bearer");
        throw unauthenticated();
      }
      if (principal.kind !== "token") refuseStrangePages(request, deps);
      request.nightgridPrincipal = principal;
      if (needed === undefined || !includesRole(principal.role, needed)) {
        await refuseRole(request, { principal, needed: needed ?? "admin" }, deps);
      }
      // What admins do concerns all DAGs.
      if (needed === "admin") requireAllDags(principal);
    });
    addLinkPage(app);
  };
  // So that its hooks are those of all routes, and not of its own alone (of which it has none).
  return Object.assign(plugin, { [Symbol.for("skip-override")]: true });
}

function requireRoles(app: FastifyInstance): void {
  app.addHook("onRoute", ({ method, url, config }) => {
    const role: unknown = config?.role;
    if (typeof role === "string" && (role === "none" || isRole(role))) return;
    throw new Error(`${[method].flat().join(", ")} ${url} does not say whom it is for: give its config a role`);
  });
}

function credentialsOf(request: FastifyRequest) {
  const { authorization, cookie } = request.headers;
  return {
    authorization,
    cookie,
    peer: request.socket.remoteAddress ?? "",
    headers: distinctHeaders(request),
  };
}

/** What changes something is asked for by pages of this service, and by programs. */
function refuseOtherPages(request: FastifyRequest, deps: AccessDeps): void {
  if (READING.has(request.method) || request.headers.authorization !== undefined) return;
  if (pageOf(request, deps) === "other") throw crossSite();
}

/** A cookie, or a proxy, speaks for a person whichever page sends the request: so the page must be known. */
function refuseStrangePages(request: FastifyRequest, deps: AccessDeps): void {
  if (READING.has(request.method)) return;
  if (pageOf(request, deps) !== "same") throw crossSite();
}

function pageOf({ headers }: FastifyRequest, { settings }: AccessDeps): "same" | "other" | "unknown" {
  const { host, origin } = headers;
  const fetchSite = headers["sec-fetch-site"];
  return sourceOf({ host, origin, fetchSite: typeof fetchSite === "string" ? fetchSite : undefined }, settings);
}

async function refuseRole(
  request: FastifyRequest,
  { principal, needed }: { readonly principal: Principal; readonly needed: Role },
  deps: AccessDeps,
): Promise<never> {
  const target = `${request.method} ${request.routeOptions.url ?? ""}`;
  const act = principalAct(principal, requestFacts(request, deps));
  await recordAct(deps.database, { action: "forbidden", dagId: null, target }, act);
  throw new AppError("FORBIDDEN", `This is for the role ${needed}; yours is ${principal.role}.`, {
    hint: "An admin can give it: nightgrid users role <name> <role>.",
  });
}

function unauthenticated(): AppError {
  return new AppError("UNAUTHENTICATED", "Nobody is signed in.", {
    hint: "Sign in, or send the header Authorization: Bearer ng_… with a token of `nightgrid tokens create`.",
  });
}

function crossSite(): AppError {
  return new AppError("CROSS_SITE", "Nothing says that a page of this service sent this request.", {
    hint: "Programs send a token in the header Authorization, and no cookie.",
  });
}

function unknownHost(): AppError {
  return new AppError("HOST_UNKNOWN", "This service does not answer to the name in the header Host.", {
    hint: "Use its address, localhost, or the name of NIGHTGRID_PUBLIC_URL.",
  });
}
