import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { AppError } from "../../../core/errors/app-error.ts";
import { type Principal, ROLES } from "../../../core/names/principal.ts";
import { oneOf } from "../../../contract/schemas/parts.ts";
import { type Answer, ok } from "../../routing/answer.ts";
import type { OpenedSession } from "../../../access/sessions.ts";
import { sessionCookie } from "../../../access/browser/session-cookie.ts";
import { authenticate } from "../../../access/authenticate.ts";
import type { AccessDeps } from "../../../access/access-deps.ts";
import { cookiePlace } from "../request-facts.ts";
import { meJson } from "../../../contract/json/access/access-json.ts";

export const nameParam = { name: Type.String({ minLength: 1, maxLength: 300, description: "name of an account" }) };
export const roleField = oneOf(ROLES, "each may all that those before it may");
/** How long it may be is said by the use case, which never repeats it. */
export const passwordField = (description: string) => Type.String({ maxLength: 1024, writeOnly: true, description });

/** A browser is signed in: its cookie, and who it is from now on. */
export async function signedIn({ secret }: OpenedSession, request: FastifyRequest, deps: AccessDeps): Promise<Answer> {
  const cookie = sessionCookie(secret, deps.settings.sessions.absoluteMs, cookiePlace(request, deps));
  const [pair] = cookie.split(";");
  const principal = await authenticate({ cookie: pair, peer: "", headers: { host: request.headers.host } }, deps);
  if (principal === null) throw new AppError("UNAUTHENTICATED", "The session ended at once.");
  return ok(meJson(principal), { "set-cookie": cookie, "cache-control": "no-store" });
}

/** What a token could do to outlive itself is for people. @throws AppError FORBIDDEN */
export function requirePerson(principal: Principal): void {
  if (principal.kind !== "token") return;
  throw new AppError("FORBIDDEN", "No token gives access to others.", {
    hint: "Sign in, or use `nightgrid users` and `nightgrid tokens` where the database is.",
  });
}

/** Whose things somebody may see and end: their own; null for those of everybody. @throws AppError FORBIDDEN for who has none */
export function ownerFor({ kind, id, role, dags }: Principal): string | null {
  if (role === "admin" && dags === null) return null;
  if (kind === "user") return id;
  throw new AppError("FORBIDDEN", "Only accounts have sessions and tokens of their own.", {
    hint: "An admin sees those of everybody.",
  });
}
