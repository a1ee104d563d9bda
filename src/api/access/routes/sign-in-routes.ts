import { Type } from "typebox";
import { clearedCookie } from "../../../access/browser/session-cookie.ts";
import { isLocalhost } from "../../../access/browser/known-host.ts";
import { redeemLink, signOut } from "../../../access/sessions.ts";
import { signIn, signInAsDeveloper } from "../../../access/sign-in.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import { object } from "../../../contract/schemas/parts.ts";
import { hasPasswords } from "../../../store/access/accounts.ts";
import { noContent, ok } from "../../routing/answer.ts";
import { type Route, route } from "../../routing/route.ts";
import { accessDepsOf } from "../access-deps-of.ts";
import { cookiePlace, requestFacts, secretOf, signInFacts } from "../request-facts.ts";
import { passwordField, roleField, signedIn } from "./parts.ts";

const tag = "sign-in";
const answers = { 200: { description: "signed in, with a cookie", document: "me" } };

export const SIGN_IN_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/auth/ways",
    id: "readSignInWays",
    summary: "How one can sign in.",
    tag,
    role: "none",
    answers: { 200: { description: "for the page that asks for it", document: "sign_in_ways" } },
    async handle(_request, service) {
      const { database, settings } = accessDepsOf(service);
      const password = await hasPasswords(database);
      return ok({ password, oidc: settings.oidc !== null, developer: settings.isDevLogin });
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/auth/login",
    id: "signIn",
    summary: "Sign in with name and password, five tries a minute.",
    tag,
    role: "none",
    isSecret: true,
    body: object({
      name: Type.String({ minLength: 1, maxLength: 300, description: "of the account" }),
      password: passwordField("compared exactly as it is"),
    }),
    example: { name: "ada", password: "copper lantern drifts 94" },
    answers,
    async handle({ body, raw }, service) {
      const deps = accessDepsOf(service);
      return signedIn(await signIn(body, signInFacts(raw, deps), deps), raw, deps);
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/auth/link",
    id: "signInByLink",
    summary: "Sign in with the secret of a one-time link.",
    tag,
    role: "none",
    isSecret: true,
    body: object({ secret: Type.String({ maxLength: 100, writeOnly: true, description: "what stands behind #" }) }),
    example: { secret: "what-stands-behind-the-number-sign-of-a-link" },
    answers,
    async handle({ body, raw }, service) {
      const deps = accessDepsOf(service);
      return signedIn(await redeemLink(body.secret, signInFacts(raw, deps), deps), raw, deps);
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/auth/developer",
    id: "signInAsDeveloper",
    summary: "Sign in as whom one pleases, on the machine of a developer alone.",
    tag,
    role: "none",
    isSecret: true,
    body: object({ role: roleField }),
    example: { role: "operator" },
    answers,
    async handle({ body, raw }, service) {
      const deps = accessDepsOf(service);
      if (!isLocalhost(raw.headers.host))
        throw new AppError("FORBIDDEN", "This is for the address of this machine alone.");
      return signedIn(await signInAsDeveloper(body.role, signInFacts(raw, deps), deps), raw, deps);
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/auth/logout",
    id: "signOut",
    summary: "End the session of this browser.",
    tag,
    role: "viewer",
    isSecret: true,
    answers: { 204: { description: "signed out", media: [] } },
    async handle({ raw, principal, base }, service) {
      const deps = accessDepsOf(service);
      const secret = secretOf(raw, deps);
      if (secret !== null) await signOut(deps.database, { secret, principal }, requestFacts(raw, deps));
      const headers = {
        "set-cookie": clearedCookie(cookiePlace(raw, deps)),
        // Not "cookies": that takes those of all services of the domain. And nothing of an origin that is not ours alone.
        ...(base === "" && { "clear-site-data": '"cache", "storage"' }),
      };
      return { ...noContent(), headers };
    },
  }),
];
