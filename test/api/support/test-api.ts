import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll } from "vitest";
import type { ApiService } from "../../../src/api/api-service.ts";
import { readCompatSettings } from "../../../src/app/service/compat-settings.ts";
import { compatPlugins } from "../../../src/api/compat/compat-plugins.ts";
import { createApi } from "../../../src/api/create-api.ts";
import { openLiveEvents } from "../../../src/api/live/live-events.ts";
import { openDagFolder } from "../../../src/app/dags/open-dag-folder.ts";
import { readServiceSettings } from "../../../src/app/service/service-settings.ts";
import { openProject } from "../../../src/app/project.ts";
import { startProjectWorker } from "../../../src/app/project-worker.ts";
import { fixedSources } from "../../../src/data/sources/source-catalogue.ts";
import { BUILT_IN_SOURCES } from "../../../src/data/sources/source-registry.ts";
import { lazyUserCode } from "../../../src/app/user/lazy-user-code.ts";
import { ROLES, type Principal } from "../../../src/core/names/principal.ts";
import { watchRun } from "../../../src/runs/query/watch-run.ts";
import { createFoundCellsCache } from "../../../src/runs/query/run/found-cells-cache.ts";
import { createDagSummaries } from "../../../src/runs/query/home/dag-summaries.ts";
import { createSweepReader } from "../../../src/runs/query/sweep/sweep-reader.ts";
import type { RunId } from "../../../src/core/names/ids.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { silentLog } from "../../support/test-project.ts";

/** What a request was answered with; `body` is parsed when it is JSON. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
  readonly text: string;
}

/** A project with its API on a port of loopback, where the header `x-test-role` says who asks. */
export interface TestApi {
  readonly home: string;
  readonly url: string;
  readonly app: FastifyInstance;
  readonly service: ApiService;
  readonly database: TestDatabase;
  write(name: string, text: string): void;
  ask(method: string, address: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  get(address: string, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  post(address: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  /** Computes until it is drained. */
  worker(): Promise<AsyncDisposable>;
  /** Waits for the end of a run. */
  ended(id: string): Promise<void>;
}

/** @param given settings of the service, as its environment has them */
export async function createTestApi(given: Readonly<Record<string, string>> = {}): Promise<TestApi> {
  const settings = { ...PATIENT, ...given };
  const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-api-"));
  mkdirSync(path.join(home, "dags"));
  const database = await createTestDatabase();
  const env = { PATH: process.env["PATH"], DATABASE_URL: database.url, ...settings };
  const context = { home, cwd: home, env, userCode: lazyUserCode({ home, env }) };
  const project = await openProject(context, "work", () => silentLog);
  const live = await openLiveEvents(project.deps.database, silentLog);
  const dags = openDagFolder(context);
  const read = readServiceSettings(settings);
  const summaries = createDagSummaries(project.deps.database);
  const sweeps = createSweepReader(project.deps.database);
  const service: ApiService = {
    project,
    context,
    readDags: () => dags.read(),
    live,
    sweeps,
    summaries,
    keepFound: createFoundCellsCache(),
    prices: { sources: fixedSources(BUILT_IN_SOURCES), env },
    access: read.access,
  };
  const others = compatPlugins(readCompatSettings(settings, home), service);
  const app = await createApi({ service, settings: read, access: testAccess, others });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const ask: TestApi["ask"] = async (method, address, body, headers = {}) => {
    const answer = await fetch(url + address, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        "x-test-role": "admin",
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get("content-type") ?? "");
    const isOne = isJson && !/ndjson/.test(answer.headers.get("content-type") ?? "");
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: isOne && text !== "" ? JSON.parse(text) : null,
    };
  };
  afterAll(async () => {
    await app.close();
    await live.close();
    await project[Symbol.asyncDispose]();
    await database.close();
    rmSync(home, { recursive: true, force: true });
  });
  return {
    home,
    url,
    app,
    service,
    database,
    write(name, text) {
      const file = path.join(home, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    },
    ask,
    get: (address, headers) => ask("GET", address, undefined, headers),
    post: (address, body = {}, headers) => ask("POST", address, body, headers),
    worker: () => startProjectWorker(project, { slots: 1 }),
    async ended(id) {
      for await (const { isOver } of watchRun(project.deps.database, id as RunId)) if (isOver) return;
    },
  };
}

const PATIENT = { NIGHTGRID_RATE_WRITE: "100000 per minute", NIGHTGRID_RATE_READ: "100000 per minute" };

/** Believes what it is told. */
async function testAccess(app: FastifyInstance): Promise<void> {
  app.addHook("onRequest", async (request) => {
    const role = ROLES.find((name) => name === request.headers["x-test-role"]);
    const dags = request.headers["x-test-dags"];
    const principal: Principal | null =
      role === undefined
        ? null
        : {
            kind: "link",
            id: role,
            name: `test ${role}`,
            role,
            dags: typeof dags === "string" ? dags.split(",") : null,
          };
    request.nightgridPrincipal = principal;
  });
}
// Hooks of a plugin are its own unless it says otherwise.
Object.assign(testAccess, { [Symbol.for("skip-override")]: true });
