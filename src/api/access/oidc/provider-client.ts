import * as client from "openid-client";
import type { OidcSettings } from "../../../access/access-settings.ts";
import type { Vouched } from "../../../access/sign-in-vouched.ts";
import { AppError, messageOf } from "../../../core/errors/app-error.ts";

const TIMEOUT_S = 10;

/** What is remembered between sending somebody to the provider and their coming back. */
export interface SignInFlow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What of the provider's answers is believed: code with PKCE, state and nonce, its issuer, its signature, for us. */
export interface ProviderClient {
  /** Where somebody is sent to. @throws AppError OIDC_UNREACHABLE */
  begin(redirectUri: string): Promise<{ readonly address: URL; readonly flow: SignInFlow }>;
  /** Who came back with `address`. @throws AppError OIDC_REFUSED, OIDC_UNREACHABLE */
  finish(address: URL, flow: SignInFlow): Promise<Vouched>;
}

/** Asks the provider for what it offers when it is first needed, and again as long as it does not answer. */
export function createProviderClient(settings: OidcSettings): ProviderClient {
  let known: Promise<client.Configuration> | undefined;
  const configuration = async (): Promise<client.Configuration> => {
    known ??= discover(settings);
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw unreachable(error);
    }
  };
  return {
    async begin(redirectUri) {
      const flow = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const address = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: settings.scope,
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: "S256",
      });
      return { address, flow };
    },
    async finish(address, flow) {
      const config = await configuration();
      try {
        return await vouchedBy(config, address, { flow, settings });
      } catch (error) {
        throw isAway(error) ? unreachable(error) : refused(error);
      }
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<client.Configuration> {
  const isPlain = issuer.protocol === "http:";
  return client.discovery(issuer, clientId, clientSecret, undefined, {
    timeout: TIMEOUT_S,
    // Only of a provider on this machine: the settings take no other one without https.
    ...(isPlain ? { execute: [client.allowInsecureRequests] } : {}),
  });
}

async function vouchedBy(
  config: client.Configuration,
  address: URL,
  { flow, settings }: { readonly flow: SignInFlow; readonly settings: OidcSettings },
): Promise<Vouched> {
  const tokens = await client.authorizationCodeGrant(config, address, {
    pkceCodeVerifier: flow.verifier,
    expectedState: flow.state,
    expectedNonce: flow.nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new Error("there is no ID token");
  const { sub, iss } = claims;
  const isComplete = claims[settings.groupsClaim] !== undefined;
  const more = isComplete ? {} : await moreOf(config, tokens.access_token, sub);
  const all: Readonly<Record<string, unknown>> = { ...more, ...claims };
  const name = [all["preferred_username"], all["email"], sub].find((each) => typeof each === "string" && each !== "");
  return { issuer: iss, subject: sub, name: String(name), groups: textsOf(all[settings.groupsClaim]) };
}

/** Some providers say the groups there alone. */
async function moreOf(config: client.Configuration, accessToken: string, subject: string) {
  if (config.serverMetadata().userinfo_endpoint === undefined) return {};
  return client.fetchUserInfo(config, accessToken, subject);
}

function textsOf(claim: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return values.filter((value) => typeof value === "string");
}

function isAway(error: unknown): boolean {
  const code = error instanceof client.ClientError ? error.code : undefined;
  return code === "OAUTH_TIMEOUT" || (error instanceof TypeError && error.message === "fetch failed");
}

/** Its message is from elsewhere, and may hold what was sent: it stays in the cause. */
function refused(error: unknown): AppError {
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  return new AppError("OIDC_REFUSED", `The identity provider's answer is not one to this sign-in${code}.`, {
    hint: "Begin again: an answer is good once, in the browser that asked for it, for ten minutes.",
    cause: error,
  });
}

function unreachable(error: unknown): AppError {
  return new AppError("OIDC_UNREACHABLE", `The identity provider cannot be asked: ${messageOf(error)}`, {
    hint: "Is NIGHTGRID_OIDC_ISSUER the address under which it has /.well-known/openid-configuration?",
    cause: error,
  });
}
