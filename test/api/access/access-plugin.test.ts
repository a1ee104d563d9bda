import { request as send } from "node:http";
import type { AddressInfo } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { addUser } from "../../../src/access/accounts.ts";
import type { AccessSettings } from "../../../src/access/access-settings.ts";
import { signIn } from "../../../src/access/sign-in.ts";
import { createToken } from "../../../src/access/tokens.ts";
import { accessPlugin } from "../../../src/api/access/access-plugin.ts";
import { sendProblem } from "../../../src/api/routing/problem.ts";
import type { Role } from "../../../src/core/names/principal.ts";
import { accessProject, BEHIND_PROXY, CLI_ACT, GOOD_PASSWORD, TRUSTED } from "../../access/support/access-project.ts";

const project = accessProject();
const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

/** Routes of each role, listening on loopback. @returns a client that sends exactly these headers */
async function service(changes: Partial<AccessSettings> = {}) {
  const deps = project.deps(changes);
  const app = Fastify();
  open.push(app);
  app.decorateRequest("nightgridPrincipal", null);
  app.setErrorHandler((error, request, reply) => sendProblem(error, { request, reply, log: deps.log, base: "" }));
  await app.register(accessPlugin(deps));
  for (const role of ["none", "viewer", "operator", "admin"] as const) {
    const config = { role };
    app.route({
      method: ["GET", "POST"],
      url: `/${role}`,
      config,
      handler: ({ nightgridPrincipal: principal }) => ({ principal }),
    });
  }
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const self = `http://127.0.0.1:${port}`;
  const ask = (method: string, path: string, headers: Record<string, string | string[]> = {}) =>
    new Promise<{ status: number; code: string; headers: object; body: string }>((resolve, reject) => {
      const request = send(`${self}${path}`, { method, headers }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (text: string) => (body += text));
        response.on("end", () => {
          const { code = "" }: { code?: string } = JSON.parse(body === "" ? "{}" : body);
          resolve({ status: response.statusCode ?? 0, code, headers: response.headers, body });
        });
      });
      request.on("error", reject).end();
    });
  return { ask, self };
}

let made = 0;
async function cookieOf(role: Role, self: string): Promise<string> {
  made++;
  const name = `user-${made}`;
  await addUser(project.database.pool, { name, role, password: GOOD_PASSWORD }, CLI_ACT);
  const facts = { id: "r", address: `10.1.1.${made}`, agent: null, oldSecret: null };
  return `ng_${new URL(self).port}=${(await signIn({ name, password: GOOD_PASSWORD }, facts, project.deps())).secret}`;
}

async function bearerOf(role: Role): Promise<string> {
  const request = { name: role, role, dags: null, days: 1 };
  return `Bearer ${(await createToken(project.database.pool, request, { accountId: null, role: "admin" }, CLI_ACT)).token}`;
}

describe("statement 3, who may", () => {
  it("is nobody without credentials, but for what is for everybody", async () => {
    const { ask } = await service();
    const asked = ["none", "viewer", "operator", "admin"].map((role) => ask("GET", `/${role}`));
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 401, 401, 401]);
    expect(await ask("GET", "/viewer")).toMatchObject({
      code: "UNAUTHENTICATED",
      headers: { "www-authenticate": "Bearer", "content-type": expect.stringContaining("application/problem+json") },
    });
  });

  it.each(["viewer", "operator", "admin"] as const)("is a %s for their role and those below", async (role) => {
    const { ask } = await service();
    const authorization = await bearerOf(role);
    const roles = ["none", "viewer", "operator", "admin"];
    const asked = roles.flatMap((each) =>
      ["GET", "HEAD", "POST"].map((method) => ask(method, `/${each}`, { authorization })),
    );
    const reached = roles.indexOf(role);
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses).toEqual(roles.flatMap((_, index) => Array<number>(3).fill(index <= reached ? 200 : 403)));
  });

  it("does not depend on a wrong token being sent where none is needed", async () => {
    const { ask } = await service();
    expect((await ask("GET", "/none", { authorization: "Bearer nonsense" })).status).toBe(200);
    expect((await ask("GET", "/viewer", { authorization: "Bearer nonsense" })).status).toBe(401);
  });

  it("is said by each route: one that says nothing keeps the service from starting", async () => {
    const app = Fastify();
    open.push(app);
    await app.register(accessPlugin(project.deps()));
    expect(() => app.get("/forgotten", () => "")).toThrow("/forgotten does not say whom it is for");
    const config = { role: "root" as Role };
    expect(() => app.get("/misspelt", { config }, () => "")).toThrow("/misspelt does not say whom it is for");
  });

  it("is nobody when the database cannot be asked", async () => {
    const { ask } = await service();
    const authorization = await bearerOf("admin");
    await project.database.pool.query("alter table token rename to token_away");
    expect((await ask("GET", "/viewer", { authorization })).status).toBeGreaterThanOrEqual(500);
    await project.database.pool.query("alter table token_away rename to token");
    expect((await ask("GET", "/viewer", { authorization })).status).toBe(200);
  });

  it("is not who put the token into the address", async () => {
    const { ask } = await service();
    const token = (await bearerOf("admin")).replace("Bearer ", "");
    for (const query of ["token", "access_token", "authorization", "api_key"]) {
      expect((await ask("GET", `/viewer?${query}=${token}`)).status).toBe(401);
    }
  });
});

describe("statement 5, other pages", () => {
  it("change nothing with the cookie of who looks at them", async () => {
    const { ask, self } = await service();
    const cookie = await cookieOf("admin", self);
    const status = async (headers: Record<string, string>) =>
      (await ask("POST", "/operator", { cookie, ...headers })).status;
    expect(await status({ "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await status({ origin: self })).toBe(200);
    for (const site of ["cross-site", "same-site", "none", ""])
      expect(await status({ "sec-fetch-site": site })).toBe(403);
    expect(await status({ "sec-fetch-site": "cross-site", origin: self })).toBe(403);
    for (const origin of ["null", "http://evil.example", self.replace("http", "https"), `${self}0`]) {
      expect(await status({ origin })).toBe(403);
    }
    expect(await status({})).toBe(403);
    expect((await ask("GET", "/operator", { cookie, "sec-fetch-site": "cross-site" })).status).toBe(200);
  });

  it("do not sign anybody in either; programs do", async () => {
    const { ask, self } = await service();
    expect((await ask("POST", "/none", { "sec-fetch-site": "cross-site" })).code).toBe("CROSS_SITE");
    expect((await ask("POST", "/none", { origin: "http://evil.example" })).code).toBe("CROSS_SITE");
    expect((await ask("POST", "/none", { origin: self })).status).toBe(200);
    expect((await ask("POST", "/none")).status).toBe(200);
  });

  it("change nothing through a proxy that knows who looks at them", async () => {
    const { ask } = await service({ proxy: BEHIND_PROXY, trusted: TRUSTED });
    const headers = { "x-forwarded-user": "ada", "x-forwarded-groups": "leads" };
    expect((await ask("POST", "/admin", { ...headers, "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await ask("POST", "/admin", headers)).status).toBe(403);
    expect((await ask("POST", "/admin", { ...headers, "sec-fetch-site": "same-origin" })).status).toBe(200);
  });

  it("are known by the public URL behind a proxy, whatever Host it sends on", async () => {
    const { ask, self } = await service({ publicUrl: new URL("https://quant.example.com") });
    const cookie = (await cookieOf("admin", self)).replace(/^ng_\d+/, "__Host-ng");
    const status = async (origin: string) => (await ask("POST", "/operator", { cookie, origin })).status;
    expect([await status("https://quant.example.com"), await status(self)]).toEqual([200, 403]);
  });

  it("need nothing with a token, which no browser sends by itself", async () => {
    const { ask } = await service();
    const authorization = await bearerOf("operator");
    expect((await ask("POST", "/operator", { authorization })).status).toBe(200);
  });
});

describe("statement 2, names of hosts", () => {
  it("are those of this machine, and no others: a page may let its own name point here", async () => {
    const { ask } = await service();
    const status = async (host: string) => (await ask("GET", "/none", { host })).status;
    for (const known of ["localhost:4400", "127.0.0.1:4400", "[::1]:4400", "10.0.0.5", "LOCALHOST"]) {
      expect(await status(known)).toBe(200);
    }
    for (const other of [
      "evil.example",
      "localhost.evil.example",
      "127.0.0.1.evil.example:4400",
      "a@localhost",
      "quant",
    ]) {
      expect(await status(other)).toBe(421);
    }
    expect((await ask("GET", "/nowhere", { host: "evil.example" })).status).toBe(421);
  });

  it("are that of the public URL too", async () => {
    const { ask } = await service({ publicUrl: new URL("https://quant.example.com") });
    expect((await ask("GET", "/none", { host: "quant.example.com" })).status).toBe(200);
    expect((await ask("GET", "/none", { host: "other.example.com" })).status).toBe(421);
  });
});

describe("statement 9, a header of a proxy", () => {
  it("that comes twice is refused, and nobody let in", async () => {
    const { ask } = await service({ proxy: BEHIND_PROXY, trusted: TRUSTED });
    expect((await ask("GET", "/viewer", { "x-forwarded-user": ["ada", "root"] })).status).toBe(400);
  });

  it("means nothing of who is not trusted", async () => {
    const { ask } = await service({ proxy: BEHIND_PROXY });
    const headers = { "x-forwarded-user": "ada", "x-forwarded-for": "127.0.0.1" };
    expect((await ask("GET", "/viewer", headers)).status).toBe(401);
  });
});

it("statement 12: a 403 is in the audit, with who, from where, what and the request", async () => {
  const { ask } = await service({ proxy: BEHIND_PROXY, trusted: TRUSTED });
  const headers = { "x-forwarded-user": "eve", "x-forwarded-for": "6.6.6.6, 192.0.2.9, 127.0.0.1" };
  const { status, body } = await ask("GET", "/admin?secret=1", headers);
  expect(status).toBe(403);
  const { rows } = await project.database.pool.query(
    "select done_by, origin, action, target, how, address, request_id from audit order by id desc limit 1",
  );
  const { request_id } = JSON.parse(body);
  const who = { done_by: "eve", origin: "api", how: "proxy", address: "192.0.2.9" };
  expect(rows).toEqual([{ ...who, action: "forbidden", target: "GET /admin", request_id }]);
});
