import { beforeAll, describe, expect, it } from "vitest";
import { prices } from "../support/dags.ts";
import { createTestApi, type TestApi } from "../support/test-api.ts";
import { rolesOf } from "./support/roles-of.ts";

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** The example of the old documentation, on the days that there are. */
const ASKED = {
  strategy: "trend_v1",
  symbol: "BTC",
  timeframe: "1d",
  start_date: "2020-01-01",
  end_date: "2020-06-30",
  initial_capital: 10_000,
  params: { fast_ma: 5, slow_ma: 15, position_size: 0.95, slippage_bps: 10, commission_bps: 10 },
};

let api: TestApi;
let done: string;

beforeAll(async () => {
  api = await createTestApi({ NIGHTGRID_COMPAT: "crypto_pipeline" });
  api.write("datasets/coins/dataset.yaml", "timeframe: 1d\nbars_per_year: 365\nsymbols: [BTC, ETH]\n");
  for (const coin of ["BTC", "ETH"]) api.write(`datasets/coins/${coin}.csv`, prices(200));
  await using _ = await api.worker();
  const { status, body } = await api.post("/backtests", ASKED, { "x-test-role": "operator" });
  expect({ status, body }).toMatchObject({ status: 201 });
  done = body.run_id;
  await api.ended(done);
}, 60_000);

const get = (address: string) => api.get(address, { "x-test-role": "viewer" });

describe("a client of the crypto pipeline", () => {
  it("creates a backtest", async () => {
    const { status, body } = await api.post("/backtests", {
      ...ASKED,
      symbol: "ETH",
      start_date: "2020-01-01T00:00:00Z",
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      run_id: expect.any(String),
      strategy: "trend_v1",
      symbol: "ETH",
      status: "pending",
      created_at: expect.stringMatching(INSTANT),
    });
    const cancelled = await api.post(`/backtests/${body.run_id}/cancel`);
    expect(cancelled).toMatchObject({ status: 200, body: { run_id: body.run_id, status: "cancelled" } });
    const results = await get(`/backtests/${body.run_id}/results`);
    expect(results).toMatchObject({ status: 409, body: { success: false } });
  });

  it("sees what became of it", async () => {
    const { status, body } = await get(`/backtests/${done}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...ASKED, run_id: done, status: "success", error: null });
    expect(body.csv_path).toBe(`results/run_${done}/results.csv`);
    const { sharpe, sortino, cagr, max_dd: fall } = body.metrics;
    for (const metric of [sharpe, sortino, cagr]) expect(metric).toEqual(expect.any(Number));
    expect(fall).toBeGreaterThan(0);
    expect(fall).toBeLessThan(1);
  });

  it("wakes nobody", async () => {
    const { rows } = await api.database.pool.query("select count(*)::int as alarms from alarm");
    expect(rows).toEqual([{ alarms: 0 }]);
  });

  it("gets its trades and its equity", async () => {
    const { status, body } = await get(`/backtests/${done}/results`);
    expect(status).toBe(200);
    expect(body.equity_curve).toHaveLength(182);
    expect(Object.keys(body.equity_curve[0])).toEqual(["ts", "equity", "cash", "position_value", "drawdown_pct"]);
    expect(body.equity_curve[0]).toMatchObject({ ts: "2020-01-01T00:00:00.000Z", equity: 10_000, cash: 10_000 });
    const [entry, exit] = body.trades;
    expect(Object.keys(entry)).toEqual(["ts", "side", "quantity", "price", "pnl", "cumulative_pnl", "reason"]);
    expect([entry.side, entry.pnl, exit.side]).toEqual(["buy", null, "sell"]);
    const sells = body.trades.filter(({ side }: { readonly side: string }) => side === "sell");
    const total = sells.reduce((sum: number, { pnl }: { readonly pnl: number }) => sum + pnl, 0);
    expect(sells.at(-1).cumulative_pnl).toBeCloseTo(total, 6);
    const rows = body.equity_curve.map(({ drawdown_pct }: { readonly drawdown_pct: number }) => drawdown_pct);
    const { body: row } = await get(`/backtests/${done}`);
    expect(Math.max(...rows)).toBeCloseTo(row.metrics.max_dd * 100, 9);
  });

  it("lists page by page, by status and symbol", async () => {
    const all = (await get("/backtests")).body;
    expect(all).toMatchObject({ total: 2, page: 1, limit: 20 });
    const second = (await get("/backtests?page=2&limit=1")).body;
    expect(second).toMatchObject({ total: 2, page: 2, limit: 1, backtests: [{ run_id: done }] });
    expect((await get("/backtests?symbol=ETH")).body.backtests).toMatchObject([{ symbol: "ETH" }]);
    expect((await get("/backtests?status=success&symbol=BTC")).body).toMatchObject({ total: 1 });
    expect((await get("/backtests?status=pending")).body).toMatchObject({ total: 0, backtests: [] });
    expect((await get("/backtests?status=succes")).status).toBe(400);
  });

  it("asks whether all is well", async () => {
    expect(await get("/backtests/health")).toMatchObject({ status: 200, body: { status: "healthy" } });
  });

  it("takes other strategies, whose costs are those of the broker", async () => {
    const params = { lookback: 5, commission_bps: 20, slippage_bps: 3 };
    const { status, body } = await api.post("/backtests", {
      ...ASKED,
      strategy: "buy_and_hold",
      params: { ...params, lookback: undefined },
    });
    expect({ status, body }).toMatchObject({ status: 201 });
    const { body: plan } = await api.get(`/backtests/${body.run_id}`);
    expect(plan).toMatchObject({ strategy: "buy_and_hold", params: {} });
  });
});

describe("what cannot be run is explained in one sentence, with what there is and what to do", () => {
  it.each([
    [{ strategy: "trend_v2" }, 422, /There is no strategy "trend_v2". Did you mean "trend_v1"\?/],
    [{ strategy: "./strategies/mine.ts" }, 422, /There is no strategy/],
    [{ strategy: "../../etc/passwd.py" }, 422, /There is no strategy/],
    [{ symbol: "DOGE" }, 422, /no data for DOGE: the datasets have BTC, ETH, SPX\. .*docs\/data\.md/],
    [{ timeframe: "1h" }, 422, /no data for BTC at 1h: there are bars of 1d \(dataset coins\).*datasets\/<name>\//],
    [
      { start_date: "2023-01-01", end_date: "2023-12-31" },
      422,
      /BTC has no bars from 2023-01-01 to 2023-12-31\. There are 200, from 2020-01-01 to 2020-07-18\..*datasets\/<name>\//,
    ],
    [{ start_date: "2020-02-30" }, 422, /2020-02-30/],
    [{ params: { fast_mа: 3 } }, 422, /fast_mа/],
    [{ params: { fast_ma: "many" } }, 422, /fast_ma/],
    [{ initial_capital: -1 }, 400, /initial_capital/],
  ] as const)("%o", async (change, status, text) => {
    const answer = await api.post("/backtests", { ...ASKED, ...change });
    expect({ status: answer.status, success: answer.body.success }).toEqual({ status, success: false });
    expect(answer.body.error).toMatch(text);
    expect(answer.body.detail).toBe(answer.body.error);
  });

  it("nothing was begun", async () => {
    expect((await get("/backtests?status=running")).body.total).toBe(0);
  });
});

it("each route says whom it is for", async () => {
  const roles = await rolesOf(api, /^\/backtests/);
  expect([...roles]).toEqual([
    ["POST /backtests", "operator"],
    ["GET /backtests", "viewer"],
    ["GET /backtests/health", "viewer"],
    ["GET /backtests/:id", "viewer"],
    ["GET /backtests/:id/results", "viewer"],
    ["POST /backtests/:id/cancel", "operator"],
  ]);
});
