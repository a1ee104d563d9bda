import { parquetReadObjects } from "hyparquet";
import { beforeAll, expect, it } from "vitest";
import { GRID, prices } from "./support/dags.ts";
import { createTestApi, type TestApi } from "./support/test-api.ts";

let api: TestApi;
let sweep: string;
beforeAll(async () => {
  api = await createTestApi();
  api.write("prices.csv", prices(90));
  api.write("dags/grid.yaml", GRID);
  await using _worker = await api.worker();
  const { body } = await api.post("/api/v1/dags/grid/runs", {});
  await api.ended(body.run_id);
  sweep = `/api/v1/runs/${body.run_id}/sweeps/backtest`;
});

async function bytesOf(address: string): Promise<{ readonly bytes: ArrayBuffer; readonly headers: Headers }> {
  const answer = await fetch(api.url + address, { headers: { "x-test-role": "viewer" } });
  expect(answer.status).toBe(200);
  return { bytes: await answer.arrayBuffer(), headers: answer.headers };
}

it("is answered with its axes and its ranking, any page of it", async () => {
  const { body } = await api.get(`${sweep}?top=2`);
  expect(body).toMatchObject({
    backtest: "backtest",
    over: true,
    axes: [
      { name: "fast", values: [2, 3] },
      { name: "slow", values: [5, 8] },
    ],
    cells: { total: 4, done: 4, failed: 0 },
    top: [{ rank: 1 }, { rank: 2 }],
  });
  const { body: page } = await api.get(`${sweep}/cells?offset=2&limit=2&sort=sharpe&reverse=true`);
  expect(page).toMatchObject({ offset: 2, total: 4, reversed: true, cells: [{ rank: 3 }, { rank: 4 }] });
  expect((await api.get(`${sweep}/cells?sort=sharpy`)).body).toMatchObject({
    code: "USAGE",
    hint: 'Did you mean "sharpe"?',
  });
});

it("gives the same cells as CSV, as JSON lines and as Parquet, and as columns", async () => {
  const { text: csv, headers } = await api.get(`${sweep}/cells.csv`);
  expect(headers.get("content-disposition")).toMatch(
    /^attachment; filename\*=UTF-8''\d{8}_\d{6}_[0-9a-f]{8}\.backtest\.csv$/,
  );
  const [head = "", ...lines] = csv.trim().split(/\r?\n/);
  const names = head.split(",");
  const rows = lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [names[i], value])));
  const { text } = await api.get(`${sweep}/cells.jsonl`);
  const objects = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const { bytes } = await bytesOf(`${sweep}/cells.parquet`);
  const parquet = await parquetReadObjects({ file: bytes });
  expect(parquet.map(({ cell, fast, slow, sharpe }) => [cell, fast, slow, sharpe])).toEqual(
    objects.map(({ cell, params, metrics }) => [cell, params.fast, params.slow, metrics.sharpe]),
  );
  expect(rows.map(({ cell, sharpe }) => [Number(cell), Number(sharpe)])).toEqual(
    parquet.map(({ cell, sharpe }) => [cell, sharpe]),
  );
  const column = await bytesOf(`${sweep}/columns/sharpe`);
  expect(column.headers.get("x-nightgrid-cells")).toBe("4");
  const values = new Float32Array(column.bytes);
  expect(parquet.map(({ cell }) => values[Number(cell)])).toEqual(
    parquet.map(({ sharpe }) => Math.fround(Number(sharpe))),
  );
  const again = await fetch(`${api.url}${sweep}/columns/sharpe`, {
    headers: { "x-test-role": "viewer", "if-none-match": column.headers.get("etag") ?? "" },
  });
  expect(again.status).toBe(304);
  expect([...new Uint8Array((await bytesOf(`${sweep}/columns/state`)).bytes)]).toEqual([1, 1, 1, 1]);
});

it("is shown as heat map, histogram and importance of chosen cells", async () => {
  const { body: map } = await api.get(`${sweep}/heatmap?x=fast&y=slow&metric=sharpe`);
  expect(map).toMatchObject({ cells: 4, x: { axis: "fast" }, y: { axis: "slow" }, counts: [1, 1, 1, 1] });
  const { body: fixed } = await api.get(`${sweep}/histogram?fix=fast=2&bars=3&cell=0`);
  expect(fixed.bars.reduce((sum: number, count: number) => sum + count, 0)).toBe(2);
  expect(fixed.mark.cell).toBe(0);
  const { body: importance } = await api.get(`${sweep}/importance`);
  expect(importance).toMatchObject({ method: "exact", axes: [{ axis: "fast" }, { axis: "slow" }] });
  expect((await api.get(`${sweep}/histogram?brush=sharpe`)).body.code).toBe("USAGE");
});

it("has cells, with what they did as JSON, CSV and Parquet", async () => {
  const { body: cell } = await api.get(`${sweep}/cells/1`);
  expect(cell).toMatchObject({ cell: 1, params: { fast: 2, slow: 8 } });
  const { body } = await api.get(`${sweep}/cells/1/series?kind=equity`);
  const { bytes } = await bytesOf(`${sweep}/cells/1/series?kind=equity&format=parquet`);
  expect(await parquetReadObjects({ file: bytes })).toEqual(body.equity);
  const { text } = await api.get(`${sweep}/cells/1/series?kind=trades&format=csv`);
  const { body: trades } = await api.get(`${sweep}/cells/1/series`);
  expect(text.trim().split("\n").length - 1).toBe(trades.trades.length);
  expect((await api.get(`${sweep}/cells/9`)).body.code).toBe("CELL_NOT_FOUND");
});

it("compares cells of any runs", async () => {
  const [, , , , run = ""] = sweep.split("/");
  const { body } = await api.get(`/api/v1/compare?c=${run}:backtest:0,${run}:backtest:3`);
  expect(body.cells.map(({ cell }: { cell: number }) => cell)).toEqual([0, 3]);
  expect(body.differences.map(({ path }: { path: string }) => path)).toEqual(["params.fast", "params.slow"]);
  expect(body.series[0].equity[0]).toBe(1);
  expect(body.correlation[0][0]).toBeCloseTo(1, 12);
  const { body: hidden } = await api.get(`/api/v1/compare?c=${run}:backtest:0`, { "x-test-dags": "other" });
  expect(hidden.code).toBe("RUN_NOT_FOUND");
});
