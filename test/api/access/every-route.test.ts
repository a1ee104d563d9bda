import type { FastifyInstance } from "fastify";
import { describe, expect, it } from "vitest";
import { accessDepsOf } from "../../../src/api/access/access-deps-of.ts";
import { accessPlugin } from "../../../src/api/access/access-plugin.ts";
import { createApi } from "../../../src/api/create-api.ts";
import { ROUTES } from "../../../src/api/resources/routes.ts";
import { readServiceSettings } from "../../../src/app/service/service-settings.ts";
import { ROLES, type Role } from "../../../src/core/names/principal.ts";
import { createTestApi } from "../support/test-api.ts";
import { makeToken } from "./support/access-api.ts";

interface Place {
  readonly method: string;
  readonly url: string;
  readonly role: Role | "none" | undefined;
}

const api = await createTestApi();
const settings = readServiceSettings({
  NIGHTGRID_RATE_READ: "100000 per minute",
  NIGHTGRID_RATE_WRITE: "100000 per minute",
});
const service = { ...api.service, access: settings.access };
const places: Place[] = [];
// Hooks of a plugin are its own unless it says otherwise.
Object.assign(listening, { [Symbol.for("skip-override")]: true });
const app = await createApi({ service, settings, access: listening });
const tokens = new Map<Role, string>();
for (const role of ROLES) tokens.set(role, await makeToken(api, role));

/** The real hooks, and beside them the list of all that is registered, by whatever part of the service. */
async function listening(instance: FastifyInstance, options: object): Promise<void> {
  instance.addHook("onRoute", ({ method, url, config }) => {
    for (const each of [method].flat())
      places.push({ method: each, url: url.replaceAll(/:\w+/g, "1"), role: config?.role });
  });
  await accessPlugin(accessDepsOf(service))(instance, options);
}
async function statusOf({ method, url }: Place, authorization?: string): Promise<number> {
  const headers = { host: "localhost", ...(authorization === undefined ? {} : { authorization }) };
  return (await app.inject({ method: method as "GET", url, headers })).statusCode;
}

const guarded = () => places.filter(({ role }) => role !== "none");

describe("statement 3, every route of the service", () => {
  it("is among those that are looked at: all that openapi.json has, and those beside it", () => {
    const listed = new Set(places.map(({ method, url }) => `${method} ${url}`));
    const told = ROUTES.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, "1")}`);
    expect(told.filter((place) => !listed.has(place))).toEqual([]);
    for (const place of ["GET /api/v1/events", "GET /api/v1/openapi.json", "GET /auth/link"]) {
      expect([...listed]).toContain(place);
    }
    expect(guarded().length).toBeGreaterThan(50);
  });

  it("is a 401 without credentials, with a token that is none, and with a cookie that is none", async () => {
    const open: string[] = [];
    for (const place of guarded()) {
      const statuses = [
        await statusOf(place),
        await statusOf(place, "Bearer ng_00000000_x"),
        await statusOf(place, "Basic eDp5"),
      ];
      if (statuses.some((status) => status !== 401)) open.push(`${place.method} ${place.url}: ${statuses.join()}`);
    }
    expect(open).toEqual([]);
  });

  it("is a 403 for whoever has less than its role", async () => {
    const open: string[] = [];
    for (const place of guarded()) {
      for (const role of ROLES.slice(0, ROLES.indexOf(place.role as Role))) {
        const status = await statusOf(place, `Bearer ${tokens.get(role)}`);
        if (status !== 403) open.push(`${role}: ${place.method} ${place.url}: ${status}`);
      }
    }
    expect(open).toEqual([]);
  });

  it("of admins is a 403 for a token of one that is limited to some DAGs: it concerns all", async () => {
    const limited = await makeToken(api, "admin", ["grid"]);
    const open: string[] = [];
    for (const place of guarded().filter(({ role }) => role === "admin")) {
      const status = await statusOf(place, `Bearer ${limited}`);
      if (status !== 403) open.push(`${place.method} ${place.url}: ${status}`);
    }
    expect(open).toEqual([]);
  });

  it("is for everybody only where it signs people in, tells of its health, or brings pages", () => {
    const methods = new Set(["GET", "POST", "PUT", "PATCH", "DELETE"]);
    const handled = new Set(guarded().map(({ url }) => url));
    const open = places.filter(({ role, method, url }) => role === "none" && methods.has(method) && !handled.has(url));
    const strange = open.filter(
      ({ url }) => !/^\/(api\/v1\/auth\/|auth\/|api\/v1\/errors|healthz$|livez$|readyz$|assets\/|icon\.svg$)/.test(url),
    );
    expect(strange.map(({ method, url }) => `${method} ${url}`)).toEqual([]);
  });
});
