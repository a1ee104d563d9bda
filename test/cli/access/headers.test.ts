import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GRID, prices } from "../../api/support/dags.ts";
import { createCliProject } from "../support/nightgrid.ts";
import { type Asking, bearerOf, type Served, served, type Told } from "../support/served.ts";

const TIMEOUT = 120_000;
const project = await createCliProject();
let service: Served;
let run = "";
let viewer: { readonly authorization: string };

beforeAll(async () => {
  project.write("prices.csv", prices(90));
  project.write("dags/grid.yaml", GRID);
  expect((await project.run(["run", "grid"])).code).toBe(0);
  run = (await project.database.pool.query("select id from run")).rows[0].id;
  viewer = await bearerOf(project, "viewer");
  service = await served(project);
}, TIMEOUT);
afterAll(() => service?.stop());

/** From somebody who sends no token. */
const UNKNOWN = { isUnknown: true };

type Place = [status: number, method: string, path: string, asking?: Asking & { readonly isUnknown?: boolean }];

const ASKED: Place[] = [
  [200, "GET", "/api/v1/dags"],
  [200, "HEAD", "/api/v1/dags"],
  [200, "GET", "/api/v1/runs/RUN"],
  [200, "GET", "/api/v1/runs/RUN/logs"],
  [200, "GET", "/api/v1/openapi.json"],
  [200, "GET", "/api/v1/events", { headers: { accept: "text/event-stream" }, isEndless: true }],
  [200, "GET", "/metrics"],
  [200, "GET", "/livez", UNKNOWN],
  [200, "GET", "/readyz", UNKNOWN],
  [200, "GET", "/auth/link", UNKNOWN],
  [200, "GET", "/auth/link.js", UNKNOWN],
  [401, "GET", "/api/v1/dags", UNKNOWN],
  [401, "GET", "/api/v1/events", { ...UNKNOWN, headers: { accept: "text/event-stream" } }],
  [401, "POST", "/api/v1/auth/link", { ...UNKNOWN, body: { secret: "none" } }],
  [403, "POST", "/api/v1/dags/grid/runs", { body: {} }],
  [403, "POST", "/api/v1/auth/login", { ...UNKNOWN, body: {}, headers: { "sec-fetch-site": "cross-site" } }],
  [404, "GET", "/api/v1/runs/20200101_000000_00000000"],
  [404, "GET", "/api/v1/nowhere"],
  [404, "GET", "/nowhere"],
  [405, "DELETE", "/api/v1/dags"],
  [406, "GET", "/api/v1/events", { headers: { accept: "application/json" } }],
  [400, "GET", "/api/v1/dags?unknown=1"],
  [400, "GET", "/api/v1/dags/%zz"],
  [400, "POST", "/api/v1/auth/login", { ...UNKNOWN, body: "{" }],
  [415, "POST", "/api/v1/auth/login", { ...UNKNOWN, body: "{}", headers: { "content-type": "text/plain" } }],
  // Refused by what it says of its length: the rest is never sent.
  [413, "POST", "/api/v1/auth/login", { ...UNKNOWN, body: "{", headers: { "content-length": "11000000" } }],
  [421, "GET", "/api/v1/dags", { headers: { host: "evil.example" } }],
];

describe("statement 10, headers of all answers", () => {
  it.each<Place>(ASKED)("of a %i to %s %s", async (status, method, path, { isUnknown = false, ...asking } = {}) => {
    const headers = { ...(!isUnknown && viewer), ...asking.headers };
    const told = await service.ask(method, path.replace("RUN", run), { ...asking, headers });
    expect(told.status).toBe(status);
    expectGuarded(told);
    expect(told.headers["cache-control"]).toBe("no-store");
    expect(told.headers["strict-transport-security"]).toBeUndefined();
  });

  it("of a 304, and of a page with all that it loads", async () => {
    const { headers } = await service.ask("GET", "/api/v1/dags", { headers: viewer });
    const again = { ...viewer, "if-none-match": headers.etag ?? "" };
    const unchanged = await service.ask("GET", "/api/v1/dags", { headers: again });
    expect(unchanged.status).toBe(304);
    expectGuarded(unchanged);
    const page = await service.ask("GET", "/", { headers: { accept: "text/html" } });
    expect([page.status, page.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(page.text).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|<style|\sstyle=|javascript:/i);
    const loaded = [...page.text.matchAll(/(?:src|href)="?(\/(?!api\/)[^">\s]+)/g)].map(([, path]) => path ?? "");
    for (const told of [page, ...(await Promise.all(loaded.map((path) => service.ask("GET", path))))]) {
      expectGuarded(told);
    }
  });

  it("lets browsers keep what never changes, and nobody between them and the service", async () => {
    const column = await service.ask("GET", `/api/v1/runs/${run}/sweeps/backtest/columns/sharpe`, { headers: viewer });
    expect([column.status, column.headers["cache-control"]]).toEqual([200, "private, max-age=86400"]);
    expectGuarded(column);
    const file = await service.ask("GET", `/api/v1/runs/${run}/artifacts/tearsheet.html`, { headers: viewer });
    expect([file.status, file.headers["cache-control"]]).toEqual([200, "private, no-cache"]);
  });

  it("of a page that a run wrote: it is shown without our origin, and reaches nothing", async () => {
    const told = await service.ask("GET", `/api/v1/runs/${run}/artifacts/tearsheet.html`, { headers: viewer });
    expect(told.status).toBe(200);
    const policy = policyOf(told);
    expect(policy["sandbox"]).not.toContain("allow-same-origin");
    expect(policy).toMatchObject({ "default-src": ["'none'"], "form-action": ["'none'"], "base-uri": ["'none'"] });
    expect(policy["connect-src"]).toBeUndefined();
    expect(told.headers["x-content-type-options"]).toBe("nosniff");
  });

  it("of what is no request at all, and of one whose headers are too long", async () => {
    const { port } = new URL(service.url);
    for (const [status, sent] of [
      [400, "nonsense\r\n\r\n"],
      [431, `GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
    ] as const) {
      const socket = connect(Number(port), "127.0.0.1");
      let said = "";
      socket.setEncoding("utf8").on("data", (piece: string) => (said += piece));
      socket.write(sent);
      await once(socket, "close");
      const [head = ""] = said.split("\r\n\r\n");
      const [first = "", ...lines] = head.split("\r\n");
      expect(first).toContain(` ${status} `);
      const headers = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2)));
      expectGuarded({ status, headers, text: "" });
      expect(headers["cache-control"]).toBe("no-store");
    }
  });

  it(
    "has browsers stay with https where they came by it, also when there were too many requests",
    async () => {
      const added = project.start(["users", "add", "ada", "--role", "admin"]);
      added.child.stdin.end("copper lantern drifts 94");
      expect((await added.ended).code).toBe(0);
      const env = { NIGHTGRID_PUBLIC_URL: "https://quant.example.com", NIGHTGRID_RATE_READ: "1 per minute" };
      const secure = await served(project, { env });
      const answers: Told[] = [];
      for (let tries = 0; tries < 3; tries++)
        answers.push(await secure.ask("GET", "/api/v1/dags", { headers: viewer }));
      answers.push(await secure.ask("GET", "/", { headers: { accept: "text/html" } }));
      await secure.stop();
      expect(answers.map(({ status }) => status)).toEqual([200, 429, 429, 200]);
      for (const told of answers) {
        expectGuarded(told);
        expect(told.headers["strict-transport-security"]).toBe("max-age=31536000");
      }
    },
    TIMEOUT,
  );
});

/** What SERVICE.md 3.1 asks of every answer: no script or frame of others, no guessed types, no address told on. */
function expectGuarded(told: Pick<Told, "status" | "headers" | "text">): void {
  expect(policyOf(told)).toEqual({
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
  });
  expect(told.headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
  });
  expect(told.headers["access-control-allow-origin"]).toBeUndefined();
  expect(told.headers["x-powered-by"]).toBeUndefined();
}

function policyOf({ headers }: Pick<Told, "headers">): Readonly<Record<string, readonly string[]>> {
  const parts = String(headers["content-security-policy"] ?? "").split(/; */);
  return Object.fromEntries(parts.map((part) => [part.split(" ")[0] ?? "", part.split(" ").slice(1)]));
}
