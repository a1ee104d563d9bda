import { describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";
import { served } from "../support/served.ts";

const TIMEOUT = 120_000;
const project = await createCliProject();
const PASSWORD = "copper lantern drifts 94";
const WRONG = "a wrong password of theirs";

async function addAdmin(): Promise<void> {
  const command = project.start(["users", "add", "ada", "--role", "admin"]);
  command.child.stdin.end(PASSWORD);
  expect((await command.ended).code).toBe(0);
}

describe("statement 2, a service that others reach", () => {
  it("does not start while nobody can sign in, and names the three ways: exit 78", { timeout: TIMEOUT }, async () => {
    const { code, stderr } = await project.run(["api", "--host", "0.0.0.0", "--port", "0"]);
    expect(code).toBe(78);
    expect(stderr).toContain("error[EXPOSURE_REFUSED]");
    for (const way of ["nightgrid users add", "NIGHTGRID_OIDC_ISSUER", "NIGHTGRID_AUTH_PROXY_HEADER"]) {
      expect(stderr).toContain(way);
    }
    expect((await project.run(["up", "--port", "0"], { NIGHTGRID_HOST: "::" })).code).toBe(78);
  });

  it("never has the login of developers, nor has one in production: exit 78", { timeout: TIMEOUT }, async () => {
    const dev = { NIGHTGRID_DEV_LOGIN: "1" };
    expect((await project.run(["api", "--port", "0", "--host", "0.0.0.0"], dev)).code).toBe(78);
    expect((await project.run(["api", "--port", "0"], { ...dev, NODE_ENV: "production" })).code).toBe(78);
    expect((await project.run(["up", "--port", "0"], { ...dev, NODE_ENV: "production" })).code).toBe(78);
  });

  it("does not start with a setting that is misspelt: exit 78", { timeout: TIMEOUT }, async () => {
    const { code, stderr } = await project.run(["api", "--port", "0"], { NIGHTGRID_AUTH_DISABLED: "1" });
    expect([code, stderr.includes("error[SETTING_INVALID]")]).toEqual([78, true]);
  });
});

it("statement 1: a fresh service lets in whoever has its link, once; with an admin there is none", {
  timeout: TIMEOUT,
}, async () => {
  const fresh = await served(project);
  await fresh.says("/auth/link#");
  const body = { secret: fresh.secret() };
  const first = await fresh.post("auth/link", body);
  expect([first.status, await first.json()]).toMatchObject([200, { kind: "link", role: "admin" }]);
  expect((await fresh.post("auth/link", body)).status).toBe(401);
  await fresh.stop();
  await addAdmin();
  const next = await served(project);
  const { stdout } = await next.stop();
  expect(stdout).not.toContain("/auth/link");
});

it("no password, token, cookie or link stands in any log or table", { timeout: TIMEOUT }, async () => {
  const service = await served(project);
  const login = (password: string) => service.post("auth/login", { name: "ada", password });
  expect((await login(WRONG)).status).toBe(401);
  await service.post("auth/login", { name: WRONG, password: "x" });
  const signedIn = await login(PASSWORD);
  const cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const page = { cookie, "sec-fetch-site": "same-origin", "idempotency-key": "again" };
  const made = await service.post("tokens", { name: "grafana", role: "viewer" }, page);
  const { token }: { token: string } = JSON.parse(await made.text());
  const user = { name: "bob", role: "viewer", password: `${PASSWORD} bob` };
  expect((await service.post("users", user, page)).status).toBe(201);
  await service.post("users", { ...user, name: "eve", password: "passwordpassword" }, page);
  await service.post("users", { ...user, password: 123_456_789_012 }, page);
  const authorization = `Bearer ${token}`;
  expect((await fetch(`${service.url}/api/v1/me`, { headers: { authorization } })).status).toBe(200);
  await fetch(`${service.url}/api/v1/nowhere?token=${token}`, { headers: { authorization } });
  const { stdout, stderr } = await service.stop();
  const kept = `${stdout}${stderr}${await allTables()}`;
  expect(kept).toContain("grafana");
  const secrets = [
    PASSWORD,
    WRONG,
    `${PASSWORD} bob`,
    "passwordpassword",
    "123456789012",
    token.slice(12),
    cookie.split("=")[1] ?? "",
  ];
  expect(secrets.filter((secret) => secret.length < 10 || kept.includes(secret))).toEqual([]);
});

/** Every row of every table of ours and of the queue, as text. */
async function allTables(): Promise<string> {
  const { pool } = project.database;
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('nightgrid', 'graphile_worker')`,
  );
  expect(tables.length).toBeGreaterThan(20);
  const texts = await Promise.all(
    tables.map(async ({ name }) => (await pool.query(`select t::text as row from ${name} t`)).rows),
  );
  return JSON.stringify(texts);
}
