import { beforeAll, describe, expect, it } from "vitest";
import { GRID, prices } from "./support/dags.ts";
import { createTestApi, type TestApi } from "./support/test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  api.write("prices.csv", prices(60));
  api.write("dags/grid.yaml", GRID);
  api.write("dags/bad.yaml", "id: bad\nbacktest: { strategi: sma_cross }\n");
});

describe("a request that is not as it should be", () => {
  it.each([
    {
      what: "an address that is not there",
      method: "GET",
      address: "/api/v1/nothing",
      body: undefined,
      status: 404,
      code: "ROUTE_NOT_FOUND",
    },
    {
      what: "a method that is not for it",
      method: "DELETE",
      address: "/api/v1/dags",
      body: undefined,
      status: 405,
      code: "METHOD_NOT_ALLOWED",
    },
    {
      what: "an unknown query key",
      method: "GET",
      address: "/api/v1/audit?limt=3",
      body: undefined,
      status: 400,
      code: "REQUEST_INVALID",
    },
    {
      what: "an unknown field",
      method: "POST",
      address: "/api/v1/dags/grid/runs",
      body: { parms: {} },
      status: 400,
      code: "REQUEST_INVALID",
    },
    {
      what: "no JSON",
      method: "POST",
      address: "/api/v1/dags/grid/runs",
      body: "{nope",
      status: 400,
      code: "REQUEST_INVALID",
    },
    {
      what: "a prototype in JSON",
      method: "POST",
      address: "/api/v1/dags/grid/runs",
      body: '{"__proto__": {}}',
      status: 400,
      code: "REQUEST_INVALID",
    },
    {
      what: "a DAG that is not there",
      method: "POST",
      address: "/api/v1/dags/gird/runs",
      body: {},
      status: 404,
      code: "DAG_NOT_FOUND",
    },
    {
      what: "a run that is not there",
      method: "POST",
      address: "/api/v1/runs/20200101_000000_00000000/cancel",
      body: {},
      status: 404,
      code: "RUN_NOT_FOUND",
    },
    {
      what: "a path for a run",
      method: "GET",
      address: "/api/v1/runs/..%2f..%2fetc/logs",
      body: undefined,
      status: 404,
      code: "RUN_NOT_FOUND",
    },
    {
      what: "a broken DAG",
      method: "POST",
      address: "/api/v1/dags/bad/runs",
      body: {},
      status: 422,
      code: "DAG_INVALID",
    },
  ])("is refused with a problem: $what", async ({ method, address, body, status, code }) => {
    const answer = await api.ask(method, address, body);
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ status, code, type: `/api/v1/errors/${code}`, request_id: expect.any(String) });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("x-request-id")).toBe(answer.body.request_id);
  });

  it("says what was allowed and what was probably meant", async () => {
    const query = await api.get("/api/v1/audit?limt=3&dog=x");
    expect(query.body.errors).toEqual([
      { pointer: "limt", message: 'There is no query key "limt". Did you mean "limit"?' },
      { pointer: "dog", message: 'There is no query key "dog". Did you mean "dag"?' },
    ]);
    const body = await api.post("/api/v1/dags/grid/runs", { parms: {}, priority: "hgh", dedupe: "yes" });
    expect(body.body.errors).toEqual([
      { pointer: "/parms", message: 'There is no field "parms". Did you mean "params"?' },
      { pointer: "/priority", message: '/priority takes no hgh. Did you mean "high"?' },
      { pointer: "/dedupe", message: "/dedupe must be boolean: it is yes." },
    ]);
    const dag = await api.post("/api/v1/dags/gird/runs");
    expect(dag.body.hint).toBe('Did you mean "grid"?');
    expect((await api.ask("DELETE", "/api/v1/dags")).headers.get("allow")).toBe("GET, HEAD");
  });

  it("is refused for its kind and its size", async () => {
    const kind = await api.ask("POST", "/api/v1/dags/grid/runs", "a=1", { "content-type": "text/plain" });
    expect([kind.status, kind.body.code]).toEqual([415, "MEDIA_TYPE_UNKNOWN"]);
    const size = await api.post("/api/v1/dags/validate", { yaml: "x".repeat(3 * 2 ** 20) });
    expect([size.status, size.body.code]).toEqual([413, "BODY_TOO_LARGE"]);
    const deep = await api.ask("POST", "/api/v1/dags/grid/runs", `{"params": ${"[".repeat(100_000)}`);
    expect(deep.status).toBe(400);
  });
});

describe("DAGs", () => {
  it("are listed, with those that have errors, and answered from the validator when nothing has changed", async () => {
    const first = await api.get("/api/v1/dags");
    expect(first.body.dags).toMatchObject([
      { file: "dags/bad.yaml", state: "error" },
      { id: "grid", cells: 4 },
    ]);
    const etag = first.headers.get("etag") ?? "";
    const again = await api.get("/api/v1/dags", { "if-none-match": etag });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  it("are checked as drafts, which read no file and no variable", async () => {
    const draft = async (yaml: string) => (await api.post("/api/v1/dags/validate", { yaml })).body.files[0];
    expect(await draft(GRID.replace("fast:", "fats:"))).toMatchObject({
      valid: false,
      diagnostics: [{ code: "PARAM_UNKNOWN", line: 6 }],
    });
    expect(await draft(`extends: ../prices.csv\n${GRID}`)).toMatchObject({
      valid: false,
      diagnostics: [expect.objectContaining({ code: "FILE_OUTSIDE_PROJECT" })],
    });
    expect(await draft(GRID.replace("<b>crossovers</b>", "${env:DATABASE_URL}"))).toMatchObject({
      valid: false,
      diagnostics: [expect.objectContaining({ code: "ENV_MISSING" })],
    });
  });

  it("are planned without being run", async () => {
    const { body } = await api.post("/api/v1/dags/grid/plan", { params: { fast: 4 } });
    expect(body).toMatchObject({ dag: "grid", backtests: [{ cells: 2, cached: 0, to_compute: 2 }] });
  });
});

describe("a run", () => {
  it("is started once for each Idempotency-Key, whoever loses the answer", async () => {
    const key = { "idempotency-key": "night-1" };
    const ask = { params: { fast: 2 }, reason: "tonight" };
    const answers = await Promise.all(Array.from({ length: 5 }, () => api.post("/api/v1/dags/grid/runs", ask, key)));
    const started = answers.filter(({ status }) => status === 202);
    expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true);
    const again = await api.post("/api/v1/dags/grid/runs", ask, key);
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([202, "true"]);
    expect(new Set([...started, again].map(({ body }) => body.run_id)).size).toBe(1);
    expect(again.headers.get("location")).toBe(`/api/v1/runs/${again.body.run_id}`);
    const other = await api.post("/api/v1/dags/grid/runs", { params: { fast: 3 } }, key);
    expect([other.status, other.body.code]).toEqual([422, "KEY_REUSED"]);
    const { rows } = await api.database.pool.query("select id from run");
    expect(rows).toHaveLength(1);
    const { body: audit } = await api.get("/api/v1/audit");
    expect(audit.actions).toMatchObject([{ action: "start", by: "test admin", origin: "api", reason: "tonight" }]);
  });

  it("is computed, and its log, its files and its alerts are there", async () => {
    const worker = await api.worker();
    const { body: started } = await api.post("/api/v1/dags/grid/runs", {});
    await api.ended(started.run_id);
    await worker[Symbol.asyncDispose]();
    const run = `/api/v1/runs/${started.run_id}`;
    const { body: log } = await api.get(`${run}/logs?limit=1`);
    expect(log.lines).toHaveLength(1);
    const before = await api.get(`${run}/logs?before=${log.lines[0].id}`);
    expect(before.body.lines.at(-1).id < log.lines[0].id).toBe(true);
    const all = await api.get(`${run}/logs`, { accept: "application/x-ndjson" });
    expect(
      all.text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).id)
        .slice(-1),
    ).toEqual(log.lines.map(({ id }: { id: string }) => id));
    expect((await api.get(`${run}/logs`, { accept: "image/png" })).status).toBe(406);
    const { body: files } = await api.get(`${run}/artifacts`);
    expect(files.artifacts).toContainEqual(expect.objectContaining({ name: "tearsheet.html" }));
    const page = await api.get(`${run}/artifacts/tearsheet.html`);
    expect(page.headers.get("content-security-policy")).toMatch(/^sandbox allow-scripts/);
    const part = await api.get(`${run}/artifacts/tearsheet.html`, { range: "bytes=0-8" });
    expect([part.status, part.text, part.headers.get("content-range")]).toEqual([
      206,
      page.text.slice(0, 9),
      `bytes 0-8/${Buffer.byteLength(page.text)}`,
    ]);
    expect((await api.get(`${run}/artifacts/tearsheet.html`, { range: "bytes=99999999-" })).status).toBe(416);
    expect((await api.get(`${run}/artifacts/..%2F..%2Fprices.csv`)).body.code).toBe("ARTIFACT_NOT_FOUND");
    const hidden = await api.get(`${run}/logs`, { "x-test-dags": "other" });
    expect(hidden.body.code).toBe("RUN_NOT_FOUND");
    const { body: rerun } = await api.post(`${run}/rerun`, {}, { "idempotency-key": "again" });
    expect(rerun.runs).toMatchObject([{ done: true, new_run_id: expect.any(String) }]);
    const { body: cancelled } = await api.post(`/api/v1/runs/${rerun.runs[0].new_run_id}/cancel`, { reason: "enough" });
    expect(cancelled).toMatchObject({ cancelled: true, state: "cancelled" });
  });
});
