import { createServer, type AddressInfo } from "node:net";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { accessDepsOf } from "../../../src/api/access/access-deps-of.ts";
import { accessPlugin } from "../../../src/api/access/access-plugin.ts";
import { createApi } from "../../../src/api/create-api.ts";
import { readServiceSettings } from "../../../src/app/service/service-settings.ts";
import { createTestApi } from "../support/test-api.ts";
import { CLIENT, startIdentityProvider } from "./support/identity-provider.ts";

const api = await createTestApi();
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const provider = await startIdentityProvider(`${url}/api/v1/auth/oidc/callback`);
const settings = readServiceSettings({
  NIGHTGRID_PUBLIC_URL: url,
  NIGHTGRID_OIDC_ISSUER: provider.issuer,
  NIGHTGRID_OIDC_CLIENT_ID: CLIENT.id,
  NIGHTGRID_OIDC_CLIENT_SECRET: CLIENT.secret,
  NIGHTGRID_OIDC_ROLE_MAP: "quants=operator,leads=admin",
});
const service = { ...api.service, access: settings.access };
const app = await createApi({ service, settings, access: accessPlugin(accessDepsOf(service)) });
await app.listen({ host: "127.0.0.1", port });
afterAll(async () => {
  await app.close();
  await provider[Symbol.asyncDispose]();
});
beforeEach(() => {
  provider.user = { id: "u-1", name: "ada", groups: ["quants"] };
  provider.tamper = null;
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const found = (server.address() as AddressInfo).port;
  await new Promise((resolve) => server.close(resolve));
  return found;
}

/** A browser: it keeps cookies by host and port, and follows where it is sent, until it would come back to Nightgrid. */
function browser() {
  const jar = new Map<string, string>();
  const ask = async (address: string): Promise<Response> => {
    const { host } = new URL(address);
    const cookie = [...jar]
      .filter(([key]) => key.startsWith(`${host} `))
      .map(([key, value]) => `${key.slice(host.length + 1)}=${value}`);
    const answer = await fetch(address, { redirect: "manual", headers: { cookie: cookie.join("; ") } });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      jar.set(`${host} ${name}`, value);
    }
    return answer;
  };
  const begin = async (to = ""): Promise<string> => {
    let next = (await ask(`${url}/api/v1/auth/oidc/start${to}`)).headers.get("location") ?? "";
    for (let hops = 0; hops < 10 && next.startsWith(provider.issuer); hops++) {
      const location = (await ask(next)).headers.get("location") ?? "";
      next = new URL(location, provider.issuer).href;
    }
    expect(next).toContain("/api/v1/auth/oidc/callback?");
    return next;
  };
  const me = async () => (await ask(`${url}/api/v1/me`)).json();
  return { ask, begin, me, jar };
}

const codeOf = async (answer: Response): Promise<string> => ((await answer.json()) as { code: string }).code;

describe("statement 8, an identity provider", () => {
  it("vouches for who comes back from it, with the role of their groups", async () => {
    const { ask, begin, me } = browser();
    const back = await ask(await begin("?to=/dags/nightly%3Ftab=runs"));
    expect([back.status, back.headers.get("location")]).toEqual([303, "/dags/nightly?tab=runs"]);
    expect(await me()).toEqual({ kind: "user", name: "ada", role: "operator", dags: null });
    provider.user = { id: "u-1", name: "ada", groups: ["quants", "leads"] };
    const again = browser();
    await again.ask(await again.begin());
    expect(await again.me()).toMatchObject({ role: "admin" });
    expect(await me()).toMatchObject({ role: "admin" });
  });

  it("is asked with code, PKCE S256, state and nonce, anew each time", async () => {
    const addresses = await Promise.all(
      [1, 2].map(async () => (await browser().ask(`${url}/api/v1/auth/oidc/start`)).headers.get("location") ?? ""),
    );
    const [one, other] = addresses.map((address) => new URL(address).searchParams);
    expect(one?.get("code_challenge_method")).toBe("S256");
    expect(one?.get("response_type")).toBe("code");
    for (const key of ["state", "nonce", "code_challenge"]) {
      expect(one?.get(key)).toMatch(/^[\w-]{20,}$/);
      expect(one?.get(key)).not.toBe(other?.get(key));
    }
  });

  it("is not believed a second time: not with the same address, nor in another browser", async () => {
    const { ask, begin } = browser();
    const address = await begin();
    expect((await ask(address)).status).toBe(303);
    const replayed = await ask(address);
    expect([replayed.status, await codeOf(replayed)]).toEqual([401, "OIDC_REFUSED"]);
    const victim = browser();
    const sent = await victim.ask(await begin());
    expect([sent.status, victim.jar.has(`127.0.0.1:${port} ng_${port}`)]).toEqual([401, false]);
  });

  it("is not believed with a code that was used in another sign-in", async () => {
    const { ask, begin } = browser();
    const used = new URL(await begin());
    await ask(used.href);
    const fresh = new URL(await begin());
    fresh.searchParams.set("code", used.searchParams.get("code") ?? "");
    expect((await ask(fresh.href)).status).toBe(401);
  });

  it.each([
    ["another nonce", (claims: object) => ({ ...claims, nonce: "another" })],
    ["no nonce", (claims: object) => ({ ...claims, nonce: undefined })],
    ["another audience", (claims: object) => ({ ...claims, aud: "another-client" })],
    ["another issuer", (claims: object) => ({ ...claims, iss: "https://evil.example" })],
    ["an end in the past", (claims: object) => ({ ...claims, exp: 1_000_000_000 })],
  ])("is not believed with %s in its token", async (_, tamper) => {
    const { ask, begin, jar } = browser();
    provider.tamper = tamper;
    const back = await ask(await begin());
    expect([back.status, await codeOf(back)]).toEqual([401, "OIDC_REFUSED"]);
    expect(jar.has(`127.0.0.1:${port} ng_${port}`)).toBe(false);
  });

  it("is believed when its token is signed again as it was", async () => {
    const { ask, begin } = browser();
    provider.tamper = (claims) => claims;
    expect((await ask(await begin())).status).toBe(303);
  });

  it("is not believed with another state, or another issuer in the address", async () => {
    for (const [key, value] of [
      ["state", "another"],
      ["iss", "https://evil.example"],
    ] as const) {
      const { ask, begin } = browser();
      const address = new URL(await begin());
      address.searchParams.set(key, value);
      expect((await ask(address.href)).status).toBe(401);
    }
  });

  it("gives no access to who is in no group with a role", async () => {
    provider.user = { id: "u-9", name: "guest", groups: ["visitors"] };
    const { ask, begin, jar } = browser();
    const back = await ask(await begin());
    expect([back.status, await codeOf(back)]).toEqual([403, "FORBIDDEN"]);
    expect(jar.has(`127.0.0.1:${port} ng_${port}`)).toBe(false);
  });

  it("sends people back to pages of this service alone", async () => {
    for (const to of [
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "/%09/evil.example",
      "javascript:alert(1)",
      "/..//evil.example",
    ]) {
      const { ask, begin } = browser();
      const back = await ask(await begin(`?to=${encodeURIComponent(to)}`));
      const location = back.headers.get("location") ?? "";
      expect(new URL(location, url).origin, to).toBe(url);
      expect(location).toMatch(/^\/(?!\/|\\)/);
    }
  });

  it("has what it refused in the audit, and none of its tokens in the database", async () => {
    const { rows } = await api.database.pool.query(
      "select details->>'code' as code from audit where action = 'login_failed' and target = 'oidc'",
    );
    expect(rows.length).toBeGreaterThan(5);
    expect(
      (await api.database.pool.query("select 1 from audit where action = 'login' and details->>'way' = 'oidc'"))
        .rowCount,
    ).toBeGreaterThan(3);
    const { rows: kept } = await api.database.pool.query(
      "select (s.*)::text from session s union all select (a.*)::text from audit a",
    );
    expect(JSON.stringify(kept)).not.toMatch(/eyJ[\w-]+\./);
  });

  it("that does not answer is told of, and asked again", async () => {
    const away = {
      ...settings.access,
      oidc: settings.access.oidc && {
        ...settings.access.oidc,
        issuer: new URL(`http://127.0.0.1:${await freePort()}`),
      },
    };
    const lost = { ...api.service, access: away };
    const other = await createApi({ service: lost, settings, access: accessPlugin(accessDepsOf(lost)) });
    const answer = await other.inject({ url: "/api/v1/auth/oidc/start", headers: { host: "localhost" } });
    expect([answer.statusCode, answer.json().code]).toEqual([502, "OIDC_UNREACHABLE"]);
    await other.close();
  });
});
