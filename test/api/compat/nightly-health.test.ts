import { expect, it } from "vitest";
import { prices } from "../support/dags.ts";
import { createTestApi } from "../support/test-api.ts";

const NIGHTLY = `id: nightly
backtest:
  strategy: sma_cross
  data: { csv: "../prices.csv", bars_per_year: 252 }
  params: { fast: 3, slow: 8 }
`;

it("the nightly deployment's health tells of the last night, and of alarms", async () => {
  const api = await createTestApi({ NIGHTGRID_COMPAT: "nightly_health", NIGHTGRID_COMPAT_NIGHTLY: "nightly" });
  api.write("prices.csv", prices(120));
  api.write("dags/nightly.yaml", NIGHTLY);
  const health = async () => (await fetch(`${api.url}/healthz`)).json();
  expect(await health()).toEqual({
    status: "operational",
    risk_ok: true,
    timestamp: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
    fills_today: 0,
    backtest_sharpe: null,
    backtest_cagr: null,
    backtest_max_dd: null,
    backtest_date: null,
    backtest_trades: null,
  });

  await using _ = await api.worker();
  const night = async () => {
    const { body } = await api.post("/api/v1/dags/nightly/runs");
    await api.ended(body.run_id);
    await api.database.pool.query(`update run set trigger = 'schedule' where id = $1`, [body.run_id]);
  };
  await night();
  const after = (await health()) as Record<string, unknown>;
  const { rows } = await api.database.pool.query<{ best: Record<string, number>; at: Date }>(
    `select figures #> '{best,metrics}' as best, logical_date as at from run_figures join run on run.id = run_id`,
  );
  const [{ best, at } = { best: {}, at: new Date(0) }] = rows;
  expect(best["max_drawdown"]).toBeGreaterThan(0);
  expect(after).toMatchObject({
    risk_ok: true,
    backtest_sharpe: best["sharpe"],
    backtest_cagr: best["cagr"],
    backtest_max_dd: -(best["max_drawdown"] ?? 0),
    backtest_date: at.toISOString(),
    backtest_trades: best["total_trades"],
  });

  // What goes wrong elsewhere is no risk of this one.
  const broken = NIGHTLY.replace("id: nightly", "id: other").replace("fast: 3", "fast: 9");
  api.write("dags/other.yaml", `${broken}alerts: [{ name: low, when: best.sharpe < 1000, to: [slack] }]\n`);
  const { body: other } = await api.post("/api/v1/dags/other/runs");
  await api.ended(other.run_id);
  expect(await health()).toMatchObject({ risk_ok: true });

  api.write("dags/nightly.yaml", `${NIGHTLY}alerts: [{ name: low, when: best.sharpe < 1000, to: [slack] }]\n`);
  await night();
  expect(await health()).toMatchObject({ status: "operational", risk_ok: false });
}, 60_000);

it("tells nothing but that it answers, unless it is asked for", async () => {
  const api = await createTestApi();
  const answer = await (await fetch(`${api.url}/healthz`)).json();
  expect(answer).toEqual({ status: "operational", timestamp: expect.any(String) });
});
