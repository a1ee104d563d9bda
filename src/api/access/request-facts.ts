import type { FastifyRequest } from "fastify";
import type { AccessDeps } from "../../access/access-deps.ts";
import type { RequestFacts } from "../../access/principal-act.ts";
import { clientAddress } from "../../access/proxy/client-address.ts";
import type { SignInFacts } from "../../access/sessions.ts";
import { sessionSecret } from "../../access/browser/session-cookie.ts";

/** What the audit keeps of a request. */
export function requestFacts(request: FastifyRequest, { settings }: Pick<AccessDeps, "settings">): RequestFacts {
  const forwarded = request.raw.headersDistinct["x-forwarded-for"] ?? [];
  return {
    id: request.id,
    address: clientAddress(request.socket.remoteAddress ?? "", forwarded, settings.trusted),
  };
}

export function signInFacts(request: FastifyRequest, deps: Pick<AccessDeps, "settings">): SignInFacts {
  const { cookie, "user-agent": agent = null } = request.headers;
  return { ...requestFacts(request, deps), agent, oldSecret: sessionSecret(cookie, deps.settings) };
}
