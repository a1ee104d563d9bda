import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import buyTheDip from "../../dags/strategies/buy-the-dip.ts";
import { cutBars } from "../../src/engine/lookahead/cut-bars.ts";
import { sweepCells } from "../../src/engine/sweep-cells.ts";
import { settingsOf, sp500 } from "../engine/support/sample-bars.ts";
import { createCliProject } from "./support/nightgrid.ts";

const project = await createCliProject();

const DAG = `
id: dips
backtest:
  strategy: ./strategies/buy-the-dip.ts
  data: { dataset: sp500 }
  start_date: 2012-01-03
  end_date: 2014-12-31
  initial_capital: 50000
  costs: { commission_bps: 5, slippage_bps: 10 }
  params: { trend: 50 }
  param_grid: { dip: [0.005, 0.01], target: [0.02, 0.03] }
  objective: sharpe
`;

it("a user's strategy that acts bar by bar runs from a DAG file, with the bits of the engine", async () => {
  project.write(
    "strategies/buy-the-dip.ts",
    readFileSync(new URL("../../dags/strategies/buy-the-dip.ts", import.meta.url), "utf8"),
  );
  const { code, document } = await project.json("run", ["run", project.write("dips.yaml", DAG)]);
  expect(code).toBe(0);
  expect(document.cells).toMatchObject({ total: 4, succeeded: 4, failed: 0 });
  const columns = "dip,target,final_equity,sharpe,total_trades";
  const { stdout } = await project.run([
    "results",
    "last",
    "--sort",
    "cell",
    "--limit",
    "0",
    "--csv",
    "--columns",
    columns,
  ]);
  const [, ...rows] = stdout.trim().split(/\r?\n/);
  const cells = [0.005, 0.01].flatMap((dip) => [0.02, 0.03].map((target) => ({ dip, target, trend: 50 })));
  const { metrics } = sweepCells({
    strategy: buyTheDip,
    bars: [cutBars(sp500(), Date.UTC(2012, 0, 3), Date.UTC(2015, 0, 1))],
    settings: settingsOf({ initialCapital: 50_000, costs: { commissionBps: 5, slippageBps: 10 } }),
    cells,
  });
  expect(rows.map((row) => row.split(",").map(Number))).toEqual(
    cells.map(({ dip, target }, cell) => [
      dip,
      target,
      metrics.final_equity[cell],
      metrics.sharpe[cell],
      metrics.total_trades[cell],
    ]),
  );
  expect(metrics.total_trades[0]).toBeGreaterThan(10);
});
