import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { beforeAll, expect, it } from "vitest";
import { DOCUMENTS } from "../../src/contract/documents.ts";
import { SERVICE_DOCUMENTS, type ServiceDocumentName } from "../../src/contract/service-documents.ts";
import { GRID, prices } from "./support/dags.ts";
import { createTestApi, type TestApi } from "./support/test-api.ts";

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  api.write("prices.csv", prices(90));
  api.write("dags/grid.yaml", GRID);
  api.write("dags/bad.yaml", "id: bad\nbacktest: { strategi: sma_cross }\n");
});

it.each([
  ["workers", "/api/v1/workers"],
  ["queues", "/api/v1/queues"],
  ["dag_detail", "/api/v1/dags/grid"],
  ["dag_definition", "/api/v1/dags/grid/definition"],
  ["dag_definition", "/api/v1/dags/bad/definition"],
  ["dag_grid", "/api/v1/dags/grid/grid"],
  ["dag_history", "/api/v1/dags/grid/history"],
  ["dag_ticks", "/api/v1/dags/grid/ticks?year=2026"],
] as const satisfies readonly (readonly [ServiceDocumentName, string])[])(
  "%s is what its schema says: %s",
  async (name, address) => {
    const { body, status } = await api.get(address);
    expect(status).toBe(200);
    expect(ajv.validate(SERVICE_DOCUMENTS[name], body) ? null : ajv.errorsText()).toBeNull();
  },
);

it.each(["/api/v1/storage", "/api/v1/storage?depot=true"])("storage is what its schema says: %s", async (address) => {
  const { body, status } = await api.get(address);
  expect(status).toBe(200);
  expect(ajv.validate(DOCUMENTS.storage, body) ? null : ajv.errorsText()).toBeNull();
  expect(body.depot).toBeNull();
});

it("a DAG with errors has a definition, with what is wrong with it, and nothing else", async () => {
  const { body } = await api.get("/api/v1/dags/bad/definition");
  expect(body).toMatchObject({ valid: false, file: "dags/bad.yaml" });
  expect(body.diagnostics[0]).toMatchObject({ file: "dags/bad.yaml", line: 2 });
  expect((await api.get("/api/v1/dags/bad/grid")).status).toBe(404);
  const { body: versions } = await api.get("/api/v1/dags/grid");
  expect(versions.file).toBe("dags/grid.yaml");
  const { body: version } = await api.get(`/api/v1/dags/grid/versions/${versions.versions[0].hash.slice(0, 12)}`);
  expect(version.yaml).toBe(GRID);
});

it("liveness asks nothing; readiness says that slots are kept; figures are those of Prometheus", async () => {
  expect((await api.get("/livez", { "x-test-role": "" })).body).toEqual({ status: "live" });
  expect((await api.get("/readyz", { "x-test-role": "" })).body).toMatchObject({ status: "ready", reason: null });
  const { text, headers } = await api.get("/metrics");
  expect(headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(text).toMatch(/^backtest_parquet_storage_bytes_total 0$/m);
  const names = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const line of text.trim().split("\n")) expect(line).toMatch(/^(#|[a-z_]+(\{[^}]*\})? -?[\d.e+-]+$)/);
});

it("a slot that nobody has decided on makes the service not ready", async () => {
  api.write(
    "dags/nightly.yaml",
    GRID.replace("id: grid", "id: nightly\nschedule: { cron: '* * * * *', timezone: UTC }"),
  );
  await api.get("/api/v1/dags/nightly");
  await api.database.pool.query("update dag set scheduled_since = now() - interval '1 hour' where id = 'nightly'");
  const { status, body } = await api.get("/readyz");
  expect(status).toBe(503);
  expect(body).toMatchObject({ status: "not_ready", overdue_dags: 1, reason: expect.stringContaining("scheduler") });
});
