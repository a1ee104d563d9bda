import type { FastifyRequest } from "fastify";
import type { AccessDeps } from "../../access/access-deps.ts";
import type { RequestFacts } from "../../access/principal-act.ts";
import { clientAddress } from "../../access/proxy/client-address.ts";
import type { SignInFacts } from "../../access/sessions.ts";
import { type CookiePlace, sessionSecret } from "../../access/browser/session-cookie.ts";

/** What the audit keeps of a request. */
export function requestFacts(request: FastifyRequest, { settings }: Pick<AccessDeps, "settings">): RequestFacts {
  const forwarded = distinctHeaders(request)["x-forwarded-for"] ?? [];
  return {
    id: request.id,
    address: clientAddress(request.socket.remoteAddress ?? "", forwarded, settings.trusted),
  };
}

export function signInFacts(request: FastifyRequest, deps: Pick<AccessDeps, "settings">): SignInFacts {
  const { "user-agent": agent = null } = request.headers;
  return { ...requestFacts(request, deps), agent, oldSecret: secretOf(request, deps) };
}

/** Of the session that a browser sends along; null for none. */
export function secretOf(request: FastifyRequest, deps: Pick<AccessDeps, "settings">): string | null {
  return sessionSecret(request.headers.cookie, cookiePlace(request, deps));
}

export function cookiePlace({ headers }: FastifyRequest, { settings }: Pick<AccessDeps, "settings">): CookiePlace {
  return { host: headers.host, settings };
}

/** By name in lower case, each as often as it was sent: `request.headers` has those that came twice as one. */
export function distinctHeaders({ raw }: FastifyRequest): Readonly<Record<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (let at = 0; at < raw.rawHeaders.length; at += 2) {
    const [name = "", value = ""] = raw.rawHeaders.slice(at, at + 2);
    found.set(name.toLowerCase(), [...(found.get(name.toLowerCase()) ?? []), value]);
  }
  return Object.fromEntries(found);
}
