import { Type } from "typebox";
import { digestOf, newSecret } from "../../../access/secrets.ts";
import type { AccessSettings, OidcSettings } from "../../../access/access-settings.ts";
import { sessionCookie } from "../../../access/browser/session-cookie.ts";
import { strangerAct } from "../../../access/principal-act.ts";
import { signInVouched, type Vouched } from "../../../access/sign-in-vouched.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import { insertOneTime, takeOneTime } from "../../../store/access/one-time.ts";
import { recordAct } from "../../../store/actions/audit.ts";
import { type Answer, noContent } from "../../routing/answer.ts";
import { type Route, route } from "../../routing/route.ts";
import { accessDepsOf } from "../access-deps-of.ts";
import { cookiePlace, requestFacts, signInFacts } from "../request-facts.ts";
import { FLOW_LIFE_MS, flowCookie, flowSecret } from "./flow-cookie.ts";
import type { ProviderClient } from "./provider-client.ts";

const tag = "sign-in";
const CALLBACK = "/api/v1/auth/oidc/callback";
const param = () => Type.Optional(Type.String({ maxLength: 4096, description: "from the provider" }));

export const OIDC_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/auth/oidc/start",
    id: "startOidc",
    summary: "To the identity provider.",
    tag,
    role: "none",
    query: {
      to: Type.Optional(Type.String({ maxLength: 2000, description: "page to come back to, such as /dags/x" })),
    },
    answers: { 303: { description: "to the provider", media: [] } },
    async handle({ query: { to = "/" } }, service) {
      const { database, settings } = accessDepsOf(service);
      const { client, redirectUri } = await providerOf(settings);
      const { address, flow } = await client.begin(redirectUri);
      const secret = newSecret();
      const facts = { ...flow, to: ownPath(to) };
      await insertOneTime(database, { sha256: digestOf(secret), kind: "oidc", facts, lifeMs: FLOW_LIFE_MS });
      return redirect(address.href, flowCookie(secret, settings));
    },
  }),
  route({
    method: "GET",
    path: CALLBACK,
    id: "finishOidc",
    summary: "Back from the identity provider.",
    tag,
    role: "none",
    query: {
      code: param(),
      state: param(),
      iss: param(),
      session_state: param(),
      error: param(),
      error_description: param(),
      error_uri: param(),
      scope: param(),
      authuser: param(),
      hd: param(),
      prompt: param(),
    },
    answers: { 303: { description: "signed in, with a cookie", media: [] } },
    async handle({ raw }, service) {
      const deps = accessDepsOf(service);
      const { client, redirectUri } = await providerOf(deps.settings);
      const secret = flowSecret(raw.headers.cookie, deps.settings);
      const flow = secret === null ? null : await takeOneTime(deps.database, digestOf(secret), "oidc");
      const { state, nonce, verifier, to = "/" } = flow ?? {};
      const back = new URL(redirectUri);
      back.search = new URL(raw.url, redirectUri).search;
      const vouched = await auditing(
        async () => {
          if (state === undefined || nonce === undefined || verifier === undefined) throw strange();
          return client.finish(back, { state, nonce, verifier });
        },
        (error) => {
          const deed = { action: "login_failed", dagId: null, target: "oidc", details: { code: error.code } } as const;
          return recordAct(deps.database, deed, strangerAct("unknown", requestFacts(raw, deps)));
        },
      );
      const session = await signInVouched(vouched, signInFacts(raw, deps), deps);
      return redirect(to, sessionCookie(session.secret, deps.settings.sessions.absoluteMs, cookiePlace(raw, deps)));
    },
  }),
];

async function auditing(work: () => Promise<Vouched>, record: (error: AppError) => Promise<void>): Promise<Vouched> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) await record(error);
    throw error;
  }
}

const clients = new WeakMap<OidcSettings, ProviderClient>();

interface Provider {
  readonly client: ProviderClient;
  readonly redirectUri: string;
}

/** Its package is loaded when somebody first signs in by it. */
async function providerOf({ oidc, publicUrl }: AccessSettings): Promise<Provider> {
  if (oidc === null || publicUrl === null) {
    throw new AppError("OIDC_REFUSED", "This service asks no identity provider.", {
      hint: "NIGHTGRID_OIDC_ISSUER names one.",
    });
  }
  const { createProviderClient } = await import("./provider-client.ts");
  const client = clients.get(oidc) ?? createProviderClient(oidc);
  clients.set(oidc, client);
  return { client, redirectUri: `${publicUrl.href.replace(/\/$/, "")}${CALLBACK}` };
}

/** A page of this service, and of no other: `//evil.example` and `/\evil.example` are addresses elsewhere. */
function ownPath(to: string): string {
  const base = "http://self.invalid";
  const isOwn = to.startsWith("/") && URL.canParse(to, base) && new URL(to, base).origin === base;
  const { pathname, search, hash } = new URL(isOwn ? to : "/", base);
  return pathname.startsWith("//") ? "/" : `${pathname}${search}${hash}`;
}

function redirect(location: string, cookie: string): Answer {
  return { ...noContent(), status: 303, headers: { location, "set-cookie": cookie, "cache-control": "no-store" } };
}

function strange(): AppError {
  return new AppError("OIDC_REFUSED", "This browser did not begin this sign-in, or has ended it already.", {
    hint: "Begin again: an answer is good once, in the browser that asked for it, for ten minutes.",
  });
}
