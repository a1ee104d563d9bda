import type { Principal } from "../core/names/principal.ts";
import { readLiveSession } from "../store/access/sessions.ts";
import type { AccessDeps } from "./access-deps.ts";
import { proxyPrincipal, type RequestHeaders } from "./proxy/proxy-principal.ts";
import { digestOf } from "./secrets.ts";
import { sessionSecret } from "./browser/session-cookie.ts";
import { principalOfToken } from "./tokens.ts";

/** What a request shows of who sent it. */
export interface CredentialFacts {
  /** The header of that name. */
  readonly authorization?: string | undefined;
  /** The header of that name. */
  readonly cookie?: string | undefined;
  /** Address of the TCP peer, whatever any header says. */
  readonly peer: string;
  readonly headers: RequestHeaders;
}

/**
 * Who sent a request; null when nobody can tell. A token comes first, and one that is no good is not made up for by a cookie;
 * then what a trusted proxy says, then the session.
 *
 * @throws AppError USAGE for a header of the proxy that came twice, and what the database throws: then nobody is let in
 */
export async function authenticate(facts: CredentialFacts, deps: AccessDeps): Promise<Principal | null> {
  const { authorization, cookie, peer, headers } = facts;
  if (authorization !== undefined) {
    const [, token = ""] = /^Bearer +(\S+)$/i.exec(authorization.trim()) ?? [];
    return principalOfToken(deps.database, token);
  }
  const host = [headers["host"]].flat()[0];
  return proxyPrincipal(headers, peer, deps) ?? (await principalOfSession(cookie, host, deps));
}

async function principalOfSession(
  cookie: string | undefined,
  host: string | undefined,
  deps: AccessDeps,
): Promise<Principal | null> {
  const { database, settings } = deps;
  const secret = sessionSecret(cookie, { host, settings });
  if (secret === null) return null;
  const session = await readLiveSession(database, digestOf(secret), settings.sessions);
  if (session === null) return null;
  const { id, accountId, name, role } = session;
  if (accountId !== null) return { kind: "user", id: accountId, name, role, dags: null };
  // Begun on loopback; of no use once others can reach the service.
  return settings.isLoopback ? { kind: "link", id, name, role, dags: null } : null;
}
