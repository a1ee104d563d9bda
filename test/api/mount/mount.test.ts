import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import compress from "@fastify/compress";
import rateLimit from "@fastify/rate-limit";
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from "fastify";
import { afterAll, afterEach, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import { type MountedUser, nightgridApi, type NightgridApiOptions } from "../../../src/api.ts";
import { createNightgrid, type Nightgrid } from "../../../src/service.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { GRID, prices } from "../support/dags.ts";

const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-mount-"));
let database: TestDatabase;
let nightgrid: Nightgrid;
const servers: FastifyInstance[] = [];

const USERS: Readonly<Record<string, MountedUser>> = {
  ada: { name: "ada", role: "admin" },
  vic: { name: "vic", role: "viewer" },
  tom: { name: "tom", role: "operator", dags: ["other"] },
};

beforeAll(async () => {
  database = await createTestDatabase();
  mkdirSync(path.join(home, "dags"));
  writeFileSync(path.join(home, "prices.csv"), prices(60));
  writeFileSync(path.join(home, "dags/grid.yaml"), GRID);
  nightgrid = await createNightgrid({ home, databaseUrl: database.url, env: {} });
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
afterAll(async () => {
  await nightgrid.close();
  await database.close();
  rmSync(home, { recursive: true, force: true });
});

/** A service with routes, parsers, limits and a decorator of its own, that knows people by a header. */
async function service(options: NightgridApiOptions = { authenticate: byHeader }, prefix = "/desk/nightgrid") {
  const app = Fastify();
  servers.push(app);
  await app.register(rateLimit, { max: 1000, timeWindow: 60_000 });
  await app.register(compress, { global: true });
  app.decorateRequest("principal", null);
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, _request, reply) => reply.code(500).send({ own: String(error) }));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ own: "not here" }));
  app.get("/", () => ({ own: "home" }));
  app.post("/orders", ({ body }) => ({ own: body }));
  app.get("/fails", () => {
    throw new Error("of the service");
  });
  await app.register(nightgridApi(nightgrid, options), { prefix });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  return {
    app,
    url,
    ask: async (method: string, address: string, { user = "", body, headers = {} }: Asking = {}) => {
      const answer = await fetch(url + address, {
        method,
        redirect: "manual",
        headers: {
          ...(user !== "" && { "x-user": user }),
          ...(body !== undefined && { "content-type": "application/json" }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = /json/.test(answer.headers.get("content-type") ?? "");
      return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : null };
    },
  };
}

interface Asking {
  readonly user?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const byHeader: NonNullable<NightgridApiOptions["authenticate"]> = ({ headers }) =>
  USERS[String(headers["x-user"])] ?? null;
const SAME = { "sec-fetch-site": "same-origin" };
const AT = "/desk/nightgrid";

describe("issue 10, section 4: the API in a server of somebody else", () => {
  it("is a plugin of fastify, and says in types who may be told", () => {
    expectTypeOf(nightgridApi).returns.toEqualTypeOf<FastifyPluginAsync>();
    expectTypeOf<MountedUser["role"]>().toEqualTypeOf<"viewer" | "operator" | "admin">();
    // @ts-expect-error a role that there is not
    expectTypeOf(nightgridApi).toBeCallableWith(nightgrid, { authenticate: () => ({ name: "x", role: "root" }) });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    expect(() => nightgridApi({} as Nightgrid)).toThrow("This is no Nightgrid of createNightgrid()");
  });

  it("leaves the routes, parsers and handlers of the server as they are", async () => {
    const { ask } = await service();
    expect((await ask("GET", "/")).body).toEqual({ own: "home" });
    expect((await ask("GET", "/fails")).body).toEqual({ own: "Error: of the service" });
    expect(await ask("GET", "/nowhere")).toMatchObject({ status: 404, body: { own: "not here" } });
    const plain = await ask("POST", "/orders", { headers: { "content-type": "text/x-own" } });
    expect(plain.status).toBe(200);
    expect(plain.headers.get("content-security-policy")).toBeNull();
  });

  it("has all addresses that it gives below its prefix", async () => {
    const { ask } = await service();
    const started = await ask("POST", `${AT}/api/v1/dags/grid/runs`, { user: "ada", body: {}, headers: SAME });
    expect(started.status).toBe(202);
    expect(started.headers.get("location")).toBe(`${AT}/api/v1/runs/${started.body.run_id}`);
    expect((await ask("GET", started.headers.get("location") ?? "", { user: "ada" })).status).toBe(200);
    const document = await ask("GET", `${AT}/api/v1/openapi.json`, { user: "vic" });
    expect(document.body.servers).toEqual([{ url: `${AT}/` }]);
    const missing = await ask("GET", `${AT}/api/v1/runs/20200101_000000_00000000`, { user: "vic" });
    expect(missing).toMatchObject({ status: 404, body: { type: `${AT}/api/v1/errors/RUN_NOT_FOUND` } });
    expect((await ask("GET", missing.body.type, { user: "vic" })).status).toBe(200);
    const page = await ask("GET", `${AT}/runs/${started.body.run_id}`, { headers: { accept: "text/html" } });
    expect(page.status).toBe(200);
    const named = [...page.text.matchAll(/(?:src|href)=["']?(\/[^"' >]*)/g)].map(([, address = ""]) => address);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((address) => !address.startsWith(`${AT}/`))).toEqual([]);
    const wrong = await ask("DELETE", `${AT}/api/v1/openapi.json`, { user: "ada", headers: SAME });
    expect(wrong).toMatchObject({ status: 405, body: { code: "METHOD_NOT_ALLOWED" } });
    expect((await ask("DELETE", `${AT}${AT}/api/v1/openapi.json`, { headers: SAME })).status).toBe(404);
  });

  it("lets in whom the server knows, with their role and DAGs, and keeps the rest out", async () => {
    const { ask } = await service();
    expect(await ask("GET", `${AT}/api/v1/dags`)).toMatchObject({ status: 401, body: { code: "UNAUTHENTICATED" } });
    expect((await ask("GET", `${AT}/api/v1/me`, { user: "vic" })).body).toMatchObject({ name: "vic", role: "viewer" });
    const body = {};
    const start = (user: string, headers: Record<string, string> = SAME) =>
      ask("POST", `${AT}/api/v1/dags/grid/runs`, { user, body, headers });
    expect(await start("vic")).toMatchObject({ status: 403 });
    expect(await start("tom")).toMatchObject({ status: 404, body: { code: "DAG_NOT_FOUND" } });
    expect(await start("ada", {})).toMatchObject({ status: 403, body: { code: "CROSS_SITE" } });
    expect(await start("ada", { "sec-fetch-site": "cross-site" })).toMatchObject({ status: 403 });
    const { rows } = await database.pool.query(
      "select done_by, origin, how from nightgrid.audit where action = 'start' order by id desc limit 1",
    );
    expect(rows).toEqual([{ done_by: "ada", origin: "api", how: "proxy" }]);
    expect((await ask("GET", `${AT}/livez`)).status).toBe(200);
  });

  it("refuses a request when the application fails to say who asks", async () => {
    const failing = await service({ authenticate: () => Promise.reject(new Error("session store is away")) });
    expect((await failing.ask("GET", `${AT}/api/v1/dags`)).status).toBe(500);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const odd = await service({ authenticate: () => ({ name: "x\ny", role: "root" }) as unknown as MountedUser });
    expect((await odd.ask("GET", `${AT}/api/v1/dags`)).status).toBe(500);
  });

  it("is not mounted where nobody could sign in, or at the root", async () => {
    await expect(service({})).rejects.toMatchObject({
      code: "EXPOSURE_REFUSED",
      hint: expect.stringContaining("authenticate"),
    });
    for (const prefix of ["", "/:desk", "/a/*"])
      await expect(service({}, prefix)).rejects.toMatchObject({ code: "USAGE" });
  });

  it("lets the server close while browsers listen", async () => {
    const { app, url } = await service();
    const stream = await fetch(`${url}${AT}/api/v1/events`, { headers: { "x-user": "vic" } });
    expect(stream.headers.get("content-type")).toContain("text/event-stream");
    const read = stream.text();
    await app.close();
    expect(await read).toContain("retry:");
  });

  it("may be mounted twice, for two projects or two ways in", async () => {
    const app = Fastify();
    servers.push(app);
    await app.register(nightgridApi(nightgrid, { authenticate: byHeader }), { prefix: "/one" });
    await app.register(nightgridApi(nightgrid, { authenticate: () => USERS["vic"] ?? null }), { prefix: "/two" });
    expect((await app.inject({ url: "/one/api/v1/me", headers: { host: "localhost" } })).statusCode).toBe(401);
    expect((await app.inject({ url: "/two/api/v1/me", headers: { host: "localhost" } })).json().name).toBe("vic");
  });
});
