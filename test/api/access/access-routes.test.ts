import { describe, expect, it } from "vitest";
import { makeLink } from "../../../src/access/links.ts";
import { ACCESS_ROUTES } from "../../../src/api/access/routes/access-routes.ts";
import { GOOD_PASSWORD, TRUSTED } from "../../access/support/access-project.ts";
import { createTestApi } from "../support/test-api.ts";
import { makeToken, makeUser, serveAccess } from "./support/access-api.ts";

const api = await createTestApi();
const service = await serveAccess(api);
const { ask, page, bearer } = service;

/** Who has signed in, as a page asks. */
async function signedIn(name: string) {
  await api.database.pool.query("delete from login_window");
  const told = await ask("POST", "/api/v1/auth/login", { body: { name, password: GOOD_PASSWORD } });
  expect(told.status).toBe(200);
  return { cookie: told.cookie, ask: page(told.cookie) };
}

await makeUser(api, "root", "admin");
await makeUser(api, "ada", "operator");
await makeUser(api, "vic", "viewer");

describe("signing in", () => {
  it("gives a cookie that no script sees, for this site alone, and says who one is", async () => {
    const told = await ask("POST", "/api/v1/auth/login", { body: { name: "Ada", password: GOOD_PASSWORD } });
    expect(told.body).toEqual({ kind: "user", name: "ada", role: "operator", dags: null });
    const [cookie = ""] = told.headers.getSetCookie();
    expect(cookie).toMatch(/^ng_\d+=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(told.headers.get("cache-control")).toBe("no-store");
    expect(told.text).not.toContain(told.cookie.split("=")[1]);
    expect((await page(told.cookie)("GET", "/api/v1/me")).body.name).toBe("ada");
  });

  it("statement 4: gives a __Host- cookie where the service is reached by https", async () => {
    const secure = await serveAccess(api, { publicUrl: new URL("https://quant.example.com"), isLoopback: false });
    const told = await secure.ask("POST", "/api/v1/auth/login", { body: { name: "ada", password: GOOD_PASSWORD } });
    const [cookie = ""] = told.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-ng=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    expect((await secure.page(told.cookie)("GET", "/api/v1/me")).status).toBe(200);
    expect((await secure.page(told.cookie.replace("__Host-", ""))("GET", "/api/v1/me")).status).toBe(401);
  });

  it("leaves a browser signed in to other services of this machine, which get each other's cookies", async () => {
    const other = await serveAccess(api);
    const [here, there] = await Promise.all(
      [service, other].map((each) =>
        each.ask("POST", "/api/v1/auth/login", { body: { name: "vic", password: GOOD_PASSWORD } }),
      ),
    );
    const jar = `${here?.cookie}; ${there?.cookie}`;
    const asked = [page(jar), other.page(jar)].map((each) => each("GET", "/api/v1/me"));
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await other.page(here?.cookie ?? "")("GET", "/api/v1/me")).status).toBe(401);
  });

  it("statement 6: says after five tries when the next one is looked at", async () => {
    await api.database.pool.query("delete from login_window");
    const attempt = () => ask("POST", "/api/v1/auth/login", { body: { name: "vic", password: "wrong" } });
    const statuses = [];
    for (let tries = 0; tries < 6; tries++) statuses.push((await attempt()).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect(Number((await attempt()).headers.get("retry-after"))).toBeGreaterThan(0);
    await api.database.pool.query("delete from login_window");
  });

  it("takes JSON alone, and repeats no password in what it refuses", async () => {
    const login = (contentType: string, body: string) =>
      fetch(`${service.url}/api/v1/auth/login`, { method: "POST", headers: { "content-type": contentType }, body });
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      expect((await login(type, `{"name":"ada","password":"x"}`)).status).toBe(415);
    }
    const long = await ask("POST", "/api/v1/auth/login", { body: { name: "ada", password: "hunter".repeat(500) } });
    expect([long.status, long.text.includes("hunter")]).toEqual([400, false]);
  });

  it("statement 1: is done by a link once", async () => {
    const secret = await makeLink(api.database.pool);
    const first = await ask("POST", "/api/v1/auth/link", { body: { secret } });
    expect(first.body).toMatchObject({ kind: "link", role: "admin" });
    expect((await ask("POST", "/api/v1/auth/link", { body: { secret } })).status).toBe(401);
    expect((await page(first.cookie)("GET", "/api/v1/users")).status).toBe(200);
  });

  it("statement 1: shows a page for the link that sends what stands behind # by POST", async () => {
    const told = await ask("GET", "/auth/link");
    expect([told.status, told.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(told.headers.get("referrer-policy")).toBe("no-referrer");
    expect(told.text).not.toMatch(/<script>|onclick/);
    expect((await ask("GET", "/auth/link.js")).text).toContain("location.hash");
  });

  it("statement 2: has no login of developers unless it was switched on, and then for this machine's own names", async () => {
    expect((await ask("POST", "/api/v1/auth/developer", { body: { role: "admin" } })).status).toBe(403);
    const dev = await serveAccess(api, { isDevLogin: true });
    expect((await dev.ask("POST", "/api/v1/auth/developer", { body: { role: "viewer" } })).body.role).toBe("viewer");
    expect((await dev.ask("GET", "/api/v1/auth/ways")).body).toEqual({ password: true, oidc: false, developer: true });
  });

  it("ends with signing out, on the server too", async () => {
    const { cookie, ask: adas } = await signedIn("ada");
    const told = await adas("POST", "/api/v1/auth/logout");
    expect(told.status).toBe(204);
    expect(told.headers.get("clear-site-data")).toBe('"cache", "storage"');
    expect(told.headers.getSetCookie()[0]).toContain("Max-Age=0");
    expect((await page(cookie)("GET", "/api/v1/me")).status).toBe(401);
  });
});

describe("statement 12, idempotency keys", () => {
  it("keep neither passwords nor tokens", async () => {
    const { ask: roots } = await signedIn("root");
    const headers = { "idempotency-key": "once" };
    const body = { name: "kept", role: "viewer" };
    const one = await roots("POST", "/api/v1/tokens", { body, headers });
    const other = await roots("POST", "/api/v1/tokens", { body, headers });
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(one.body.token).not.toBe(other.body.token);
    expect(one.headers.get("cache-control")).toBe("no-store");
  });
});

describe("own things and those of others", () => {
  it("are seen and ended by their owner and by admins", async () => {
    const [ada, vic, root] = [await signedIn("ada"), await signedIn("vic"), await signedIn("root")];
    const mine = (await ada.ask("GET", "/api/v1/sessions")).body.sessions;
    expect(new Set(mine.map(({ name }: { name: string }) => name))).toEqual(new Set(["ada"]));
    const current = mine.filter(({ is_current }: { is_current: boolean }) => is_current);
    expect(current).toHaveLength(1);
    expect((await vic.ask("DELETE", `/api/v1/sessions/${current[0].id}`)).status).toBe(404);
    expect((await ada.ask("GET", "/api/v1/me")).status).toBe(200);
    expect((await root.ask("DELETE", `/api/v1/sessions/${current[0].id}`)).status).toBe(204);
    expect((await ada.ask("GET", "/api/v1/me")).status).toBe(401);
  });

  it("are tokens too, which may no more than who made them and cannot make others", async () => {
    const [ada, vic, root] = [await signedIn("ada"), await signedIn("vic"), await signedIn("root")];
    expect((await ada.ask("POST", "/api/v1/tokens", { body: { name: "x", role: "admin" } })).status).toBe(403);
    const { body } = await ada.ask("POST", "/api/v1/tokens", { body: { name: "x", role: "operator", dags: ["d"] } });
    const token = bearer(body.token);
    expect((await token("GET", "/api/v1/me")).body).toEqual({
      kind: "token",
      name: "x",
      role: "operator",
      dags: ["d"],
    });
    for (const [method, path] of [
      ["POST", "/api/v1/tokens"],
      ["GET", "/api/v1/tokens"],
      ["GET", "/api/v1/sessions"],
    ] as const) {
      const more = method === "POST" ? { body: { name: "y", role: "viewer" } } : {};
      expect((await token(method, path, more)).status).toBe(403);
    }
    expect((await vic.ask("GET", "/api/v1/tokens")).body).toEqual({ tokens: [] });
    expect((await vic.ask("DELETE", `/api/v1/tokens/${body.prefix}`)).status).toBe(404);
    expect((await root.ask("DELETE", `/api/v1/tokens/${body.prefix}`)).body.prefix).toBe(body.prefix);
    expect((await token("GET", "/api/v1/me")).status).toBe(401);
  });

  it("are never those of an admin's token, where that gives access to others", async () => {
    const admin = bearer(await makeToken(api, "admin"));
    const body = { name: "eve", role: "admin", password: GOOD_PASSWORD };
    expect((await admin("POST", "/api/v1/users", { body })).status).toBe(403);
    expect((await admin("PATCH", "/api/v1/users/vic", { body: { role: "admin" } })).status).toBe(403);
    expect((await admin("GET", "/api/v1/users")).status).toBe(200);
    const limited = bearer(await makeToken(api, "admin", ["nightly"]));
    expect((await limited("GET", "/api/v1/users")).status).toBe(403);
    expect((await limited("GET", "/api/v1/tokens")).status).toBe(403);
  });
});

describe("accounts", () => {
  it("are made, changed, and kept out by admins, at the next request", async () => {
    const { ask: roots } = await signedIn("root");
    const body = { name: "new", role: "viewer", password: GOOD_PASSWORD };
    expect((await roots("POST", "/api/v1/users", { body })).body).toMatchObject({ name: "new", role: "viewer" });
    expect((await roots("POST", "/api/v1/users", { body })).status).toBe(409);
    const { ask: news } = await signedIn("new");
    expect((await news("GET", "/api/v1/users")).status).toBe(403);
    await roots("PATCH", "/api/v1/users/new", { body: { role: "admin" } });
    expect((await news("GET", "/api/v1/users")).status).toBe(200);
    expect((await roots("PATCH", "/api/v1/users/new", { body: { disabled: true } })).body.disabled_at).not.toBeNull();
    expect((await news("GET", "/api/v1/me")).status).toBe(401);
    expect((await roots("PATCH", "/api/v1/users/root", { body: { disabled: true } })).status).toBe(409);
    expect((await roots("PATCH", "/api/v1/users/nobody", { body: { role: "admin" } })).status).toBe(404);
  });

  it("take another password from who knows the one until now", async () => {
    await makeUser(api, "pat", "viewer");
    const [one, other] = [await signedIn("pat"), await signedIn("pat")];
    const put = (current: string, password: string) =>
      one.ask("PUT", "/api/v1/me/password", { body: { current, password } });
    expect((await put("wrong", "another kettle hums 12")).status).toBe(403);
    expect((await put(GOOD_PASSWORD, "short")).status).toBe(422);
    expect((await put(GOOD_PASSWORD, "another kettle hums 12")).status).toBe(204);
    expect([(await one.ask("GET", "/api/v1/me")).status, (await other.ask("GET", "/api/v1/me")).status]).toEqual([
      200, 401,
    ]);
    const body = { name: "pat", password: GOOD_PASSWORD };
    expect((await ask("POST", "/api/v1/auth/login", { body })).status).toBe(401);
  });
});

it("each call says its role, and those for everybody are the ways in", () => {
  const everybody = ACCESS_ROUTES.filter(({ role }) => role === "none").map(({ path }) => path);
  expect(everybody.every((path) => path.startsWith("/api/v1/auth/"))).toBe(true);
});

it("counts requests behind a proxy by who asks it, and not all as its own", async () => {
  const behind = await serveAccess(api, { trusted: TRUSTED });
  const login = (address: string) =>
    behind.ask("POST", "/api/v1/auth/link", { body: { secret: "none" }, headers: { "x-forwarded-for": address } });
  const statuses: number[] = [];
  for (let tries = 0; tries < 61; tries++) statuses.push((await login("192.0.2.1, 198.51.100.7")).status);
  expect([statuses[59], statuses[60]]).toEqual([401, 429]);
  expect((await login("192.0.2.1, 198.51.100.8")).status).toBe(401);
});
