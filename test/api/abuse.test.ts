import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { beforeAll, expect, it } from "vitest";
import { GRID, prices } from "./support/dags.ts";
import { createTestApi, type TestApi } from "./support/test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  api.write("prices.csv", prices(60));
  api.write("dags/grid.yaml", GRID);
});

it("a thousand browsers hear of a run, and the database has one listener for them", async () => {
  const browsers = await Promise.all(
    Array.from({ length: 1000 }, async () => {
      const request = get(`${api.url}/api/v1/events`, {
        agent: false,
        headers: { accept: "text/event-stream", "x-test-role": "viewer" },
      });
      const [response] = (await once(request, "response")) as [IncomingMessage];
      let said = "";
      const heard = new Promise<void>((resolve) => {
        response.setEncoding("utf8").on("data", (chunk: string) => {
          said += chunk;
          if (said.includes("event: run")) resolve();
        });
      });
      return { request, heard };
    }),
  );
  await api.post("/api/v1/dags/grid/runs", {});
  await Promise.all(browsers.map(({ heard }) => heard));
  const { rows } = await api.database.pool.query(
    "select count(*)::int as n from pg_stat_activity where datname = current_database() and query like 'listen nightgrid_run%'",
  );
  expect(rows[0].n).toBe(1);
  for (const { request } of browsers) request.destroy();
  expect((await api.get("/api/v1/dags")).status).toBe(200);
}, 60_000);

it("who never ends the headers is let go", async () => {
  const { port } = new URL(api.url);
  const socket = connect(Number(port), "127.0.0.1");
  socket.write("GET /api/v1/dags HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ");
  let said = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
  await once(socket, "close");
  expect(said).toMatch(/^HTTP\/1\.1 408 /);
}, 60_000);

it("what is no request, and what has too much before its body, is refused as a problem", async () => {
  const { port } = new URL(api.url);
  const answers = await Promise.all(
    ["nonsense\r\n\r\n", `GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`].map(async (sent) => {
      const socket = connect(Number(port), "127.0.0.1");
      let said = "";
      socket.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
      socket.write(sent);
      await once(socket, "close");
      return said;
    }),
  );
  expect(answers[0]).toMatch(/^HTTP\/1\.1 400 [^]*application\/problem\+json/);
  expect(answers[1]).toMatch(/^HTTP\/1\.1 431 [^]*application\/problem\+json/);
  expect((await api.ask("QUERY", "/api/v1/dags")).headers.get("allow")).toBe("GET, HEAD");
});

it("a large body is refused before it is read, a deep one and a strange one are no bug", async () => {
  const large = await api.post("/api/v1/dags/grid/runs", { reason: "x".repeat(10 * 2 ** 20) });
  expect(large.body.code).toBe("BODY_TOO_LARGE");
  const deep = `{"params": ${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}}`;
  expect((await api.ask("POST", "/api/v1/dags/grid/runs", deep)).status).toBe(400);
  const names = await api.post("/api/v1/dags/grid/runs", { params: { "\ud800\u0000": "\u001b[31m" } });
  expect([400, 422]).toContain(names.status);
});

it("what people write comes back as data, never as a header or a page of ours", async () => {
  const evil = "x\r\nSet-Cookie: a=b";
  const answer = await api.get(`/api/v1/dags/${encodeURIComponent(evil)}`);
  expect(answer.status).toBe(404);
  expect(answer.headers.get("set-cookie")).toBeNull();
  const { body } = await api.get("/api/v1/dags");
  expect(body.dags[0].file).toBe("dags/grid.yaml");
  const page = await api.get("/api/v1/overview", { accept: "text/html" });
  expect(page.headers.get("content-type")).toMatch(/^application\/json/);
  expect(page.headers.get("x-content-type-options")).toBe("nosniff");
});
