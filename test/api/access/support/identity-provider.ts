import { createSign, generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

type Claims = Record<string, unknown>;

/** A real provider on loopback, at which whoever comes is signed in as `user` without a question. */
export interface IdentityProvider extends AsyncDisposable {
  readonly issuer: string;
  user: { readonly id: string; readonly name: string; readonly groups: readonly string[] };
  /** Changes what its ID tokens say, signed with its own key; null: as they are. */
  tamper: ((claims: Claims) => Claims) | null;
}

export const CLIENT = { id: "nightgrid", secret: "a secret of the client" } as const;

/** @param redirectUri where it sends people back to, and nowhere else */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made: IdentityProvider = {
    issuer,
    user: { id: "u-1", name: "ada", groups: ["quants"] },
    tamper: null,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "own" }] },
    cookies: { keys: ["of the tests"] },
    claims: { openid: ["sub"], profile: ["preferred_username", "groups"] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: made.user.name, groups: made.user.groups }),
    }),
    loadExistingGrant: async ({ oidc }: Context) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  const sign = (head: string): string => createSign("RSA-SHA256").update(head).sign(privateKey, "base64url");
  handle = (request, response) => {
    if (request.url?.startsWith("/interaction/") === true) {
      void provider.interactionFinished(request, response, { login: { accountId: made.user.id } });
      return;
    }
    if (request.url === "/token" && made.tamper !== null) tamperWith(response, made.tamper, sign);
    answer(request, response);
  };
  return made;
}

interface Context {
  readonly oidc: {
    readonly provider: {
      readonly Grant: new (facts: object) => { addOIDCScope(scope: string): void; save(): Promise<void> };
    };
    readonly client: { readonly clientId: string };
    readonly session: { readonly accountId: string };
  };
}

/** Puts another ID token into the answer, with a signature that is right. */
function tamperWith(
  response: ServerResponse,
  tamper: (claims: Claims) => Claims,
  sign: (head: string) => string,
): void {
  const end = response.end.bind(response);
  Object.assign(response, {
    end(body: string | Buffer) {
      const answer = JSON.parse(String(body));
      const [head = "", claims = ""] = String(answer.id_token).split(".");
      const changed = tamper(JSON.parse(Buffer.from(claims, "base64url").toString()));
      const signed = `${head}.${Buffer.from(JSON.stringify(changed)).toString("base64url")}`;
      const text = JSON.stringify({ ...answer, id_token: `${signed}.${sign(signed)}` });
      response.setHeader("content-length", Buffer.byteLength(text));
      return end(text);
    },
  });
}
