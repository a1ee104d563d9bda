import { afterAll } from "vitest";
import type { AccessSettings } from "../../../../src/access/access-settings.ts";
import { addUser } from "../../../../src/access/accounts.ts";
import { createToken } from "../../../../src/access/tokens.ts";
import { accessDepsOf } from "../../../../src/api/access/access-deps-of.ts";
import { accessPlugin } from "../../../../src/api/access/access-plugin.ts";
import type { ApiService } from "../../../../src/api/api-service.ts";
import { createApi } from "../../../../src/api/create-api.ts";
import { readServiceSettings } from "../../../../src/app/service/service-settings.ts";
import type { Role } from "../../../../src/core/names/principal.ts";
import { CLI_ACT, GOOD_PASSWORD, PLAIN_SETTINGS } from "../../../access/support/access-project.ts";
import type { TestApi } from "../../support/test-api.ts";

export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** `{}` when it is no JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
  /** `name=value` of the cookie that was set; empty for none. */
  readonly cookie: string;
}

export type Ask = (
  method: string,
  path: string,
  options?: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
) => Promise<Told>;

export interface AccessApi {
  readonly url: string;
  readonly ask: Ask;
  /** As a page of the service sends it. */
  readonly page: (cookie: string) => Ask;
  readonly bearer: (token: string) => Ask;
}

/** The API as it is served, asking who comes, on a port of its own. */
export async function serveAccess(api: TestApi, changes: Partial<AccessSettings> = {}): Promise<AccessApi> {
  const service: ApiService = { ...api.service, access: { ...PLAIN_SETTINGS, ...changes } };
  const settings = { ...readServiceSettings({}), access: service.access };
  const app = await createApi({ service, settings, access: accessPlugin(accessDepsOf(service)) });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  afterAll(() => app.close());
  const ask: Ask = async (method, path, { body, headers = {} } = {}) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      redirect: "manual",
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.includes("json") === true;
    const [cookie = ""] = answer.headers.getSetCookie().map((each) => each.split(";")[0] ?? "");
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      cookie,
      body: isJson && text !== "" ? JSON.parse(text) : {},
    };
  };
  const withHeaders = (more: Readonly<Record<string, string>>): Ask => {
    return (method, path, { body, headers = {} } = {}) => ask(method, path, { body, headers: { ...more, ...headers } });
  };
  return {
    url,
    ask,
    page: (cookie) => withHeaders({ cookie, "sec-fetch-site": "same-origin" }),
    bearer: (token) => withHeaders({ authorization: `Bearer ${token}` }),
  };
}

export async function makeUser(api: TestApi, name: string, role: Role): Promise<void> {
  await addUser(api.database.pool, { name, role, password: GOOD_PASSWORD }, CLI_ACT);
}

export async function makeToken(api: TestApi, role: Role, dags: readonly string[] | null = null): Promise<string> {
  const request = { name: `a ${role}`, role, dags, days: 1 };
  return (await createToken(api.database.pool, request, { accountId: null, role: "admin" }, CLI_ACT)).token;
}
