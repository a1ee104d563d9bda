import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { GRID, prices } from "../support/dags.ts";
import { createTestApi, type TestApi } from "../support/test-api.ts";

const TIMEOUT = 120_000;
let api: TestApi;
let run: string;
let storage: readonly unknown[];
beforeAll(async () => {
  api = await createTestApi();
  api.write("prices.csv", prices(90));
  api.write("dags/grid.yaml", `${GRID}series: { best: 1, kinds: [equity, trades] }\n`);
  run = (await api.post("/api/v1/dags/grid/runs")).body.run_id;
  await using _worker = await api.worker();
  await api.ended(run);
  storage = (await api.get("/api/v1/storage")).body.dags;
}, TIMEOUT);

const file = (name: string) => api.get(`/api/v1/runs/${run}/artifacts/${name}`);

it("says what runs take, by DAG and kind, to the API and to Prometheus", async () => {
  const files = readdirSync(path.join(api.home, "results", `run_${run}`));
  expect(files.toSorted()).toEqual(["equity.parquet", "summary.json", "tearsheet.html", "trades.parquet"]);
  expect(storage).toEqual([
    { dag: "grid", kind: "logs", count: expect.any(Number), bytes: expect.any(Number) },
    {
      dag: "grid",
      kind: "trades",
      count: 1,
      bytes: Number((await file("trades.parquet")).headers.get("content-length")),
    },
    { dag: "grid", kind: "series", count: 1, bytes: expect.any(Number) },
    { dag: "grid", kind: "artifacts", count: 2, bytes: expect.any(Number) },
    { dag: "grid", kind: "results", count: expect.any(Number), bytes: expect.any(Number) },
  ]);
  const { text } = await api.get("/metrics");
  expect(text).toMatch(/^nightgrid_run_file_bytes\{dag="grid",kind="trades"\} [1-9]\d*$/m);
  expect(text).toMatch(/^nightgrid_depot_run_bytes 0$/m);
});

it("shows a run whose folder is gone by what is known of it, and makes its files anew", {
  timeout: TIMEOUT,
}, async () => {
  const before = await file("tearsheet.html");
  const trades = await file("trades.parquet");
  rmSync(path.join(api.home, "results"), { recursive: true });
  for (const name of ["tearsheet.html", "equity.parquet", "trades.parquet"]) {
    const gone = await file(name);
    expect(gone.status).toBe(404);
    expect(gone.body).toMatchObject({ code: "ARTIFACT_NOT_FOUND", hint: expect.stringContaining("nightgrid clear") });
  }
  const detail = await api.get(`/api/v1/runs/${run}`);
  expect(detail.body.run).toMatchObject({ state: "succeeded" });
  // Trades and equity of a cell are computed again from its pinned inputs; logs are in the database.
  const cell = `/api/v1/runs/${run}/sweeps/backtest/cells/0/series`;
  expect((await api.get(cell)).body.trades.length).toBeGreaterThan(0);
  expect((await api.get(`${cell}?kind=equity`)).body.equity.length).toBeGreaterThan(0);
  expect((await api.get(`/api/v1/runs/${run}/logs`)).body.lines.length).toBeGreaterThan(0);
  const keys = detail.body.run.tasks.map(({ key }: { key: string }) => key);
  const after = keys.filter((key: string) => key.startsWith("after."));
  expect(after.toSorted()).toEqual(["after.series", "after.tearsheet"]);
  await api.post(`/api/v1/runs/${run}/clear`, { tasks: after });
  await using _worker = await api.worker();
  await api.ended(run);
  expect(existsSync(path.join(api.home, "results", `run_${run}`))).toBe(true);
  expect((await file("trades.parquet")).text).toBe(trades.text);
  expect((await file("tearsheet.html")).text.length).toBe(before.text.length);
});
