import { beforeAll, expect, it } from "vitest";
import { prices } from "./support/dags.ts";
import { createTestApi, type TestApi } from "./support/test-api.ts";

const dag = (id: string, search: string): string => `
id: ${id}
backtest:
  strategy: sma_cross
  data: { csv: ../prices.csv, symbols: [TEST], bars_per_year: 252 }
  param_grid: { fast: [2, 3, 4, 5, 6], slow: [8, 12, 16, 20] }
  search: ${search}
alerts: []
`;

let api: TestApi;
const sweeps: Record<string, string> = {};
beforeAll(async () => {
  api = await createTestApi();
  api.write("prices.csv", prices(200));
  api.write("dags/halved.yaml", dag("halved", "{ method: successive_halving, eta: 2, rungs: 1, min_cells: 3 }"));
  api.write("dags/drawn.yaml", dag("drawn", "{ method: random, n: 12, seed: 5 }"));
  await using _worker = await api.worker();
  for (const id of ["halved", "drawn"]) {
    const { body } = await api.post(`/api/v1/dags/${id}/runs`, {});
    await api.ended(body.run_id);
    sweeps[id] = `/api/v1/runs/${body.run_id}/sweeps/backtest`;
  }
});

it("says how a search went, with its sweep and with its run", async () => {
  const { body: sweep } = await api.get(sweeps["halved"] ?? "");
  expect(sweep.search).toMatchObject({
    method: "successive_halving",
    trials: 20,
    rounds: [
      { cells: 20, share: 0.5, rejected: 10 },
      { cells: 10, share: 1, rejected: null },
    ],
    convergence: null,
    importance: { method: "fanova", cells: 10 },
  });
  const { body: detail } = await api.get(sweeps["halved"]?.replace(/\/sweeps.*/, "") ?? "");
  expect(detail.run.rankings[0].search).toEqual(sweep.search);
  const { body: drawn } = await api.get(sweeps["drawn"] ?? "");
  expect(drawn.search).toMatchObject({ method: "random", seed: 5, rounds: [], trials: 12 });
  expect(drawn.search.convergence[0].trial).toBe(1);
});

it("gives what was left behind: page by page, and as files", async () => {
  const rejected = `${sweeps["halved"]}/rejected`;
  const { body: whole } = await api.get(rejected);
  expect(whole).toMatchObject({ objective: "sharpe", total: 10, cells: { length: 10 } });
  const { body: page } = await api.get(`${rejected}?offset=7&limit=2`);
  expect(page.cells).toEqual(whole.cells.slice(7, 9));
  expect((await api.get(`${rejected}?offset=99`)).body).toMatchObject({ total: 10, cells: [] });
  const { text: csv, headers } = await api.get(`${rejected}.csv`);
  expect(headers.get("content-disposition")).toMatch(/backtest\.rejected\.csv$/);
  const [head, ...rows] = csv.trim().split("\n");
  expect(head).toBe("rung,fast,slow,score,reason");
  expect(rows.map((row) => Number(row.split(",")[3]))).toEqual(
    whole.cells.map(({ score }: { score: number }) => score),
  );
  const { text: lines } = await api.get(`${rejected}.jsonl`);
  expect(
    lines
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual(whole.cells);
  expect((await api.get(`${sweeps["drawn"]}/rejected`)).body).toMatchObject({ total: 0, cells: [] });
});

it("cells in any order stand on their axes: heat map, importance and columns are of all of them", async () => {
  const drawn = sweeps["drawn"] ?? "";
  const { body: sweep } = await api.get(`${drawn}?top=1000`);
  expect(sweep.numbering).toMatchObject({ kind: "listed", on_axes: 12, added: [] });
  const { body: map } = await api.get(`${drawn}/heatmap?x=fast&y=slow`);
  expect(map).toMatchObject({ cells: 12, off_axes: 0 });
  expect(map.counts.reduce((sum: number, count: number) => sum + count, 0)).toBe(12);
  const lasts = map.x.last.at(-1);
  expect([map.x.values[0], lasts]).toEqual([sweep.axes[0].values[0], sweep.axes[0].values.at(-1)]);
  expect((await api.get(`${drawn}/importance`)).body).toMatchObject({ method: "fanova", pairs: [] });
  const answer = await fetch(`${api.url}${drawn}/columns/places`, { headers: { "x-test-role": "viewer" } });
  const places = new Int32Array(await answer.arrayBuffer());
  expect(places).toHaveLength(24);
  for (const { cell, params } of sweep.top) {
    const [fast = -1, slow = -1] = places.subarray(cell * 2, cell * 2 + 2);
    expect([sweep.axes[0].values[fast], sweep.axes[1].values[slow]]).toEqual([params.fast, params.slow]);
  }
  const later = await fetch(`${api.url}${drawn}/columns/places?from=10`, { headers: { "x-test-role": "viewer" } });
  expect([...new Int32Array(await later.arrayBuffer())]).toEqual([...places.subarray(20)]);
  const { body: sorted } = await api.get(`${drawn}/cells?sort=slow`);
  const slows = sorted.cells.map(({ params }: { params: { slow: number } }) => params.slow);
  expect(slows).toEqual(slows.toSorted((a: number, b: number) => a - b));
});
