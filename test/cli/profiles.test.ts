import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createCliProject } from "./support/nightgrid.ts";

const project = await createCliProject();

const DAG = `
id: profiles
backtest:
  strategy: sma_cross
  data: { dataset: sp500 }
  initial_capital: 10000
  params: { position_size: 1 }
backtests:
  vectorbt:
    data: { bars_per_year: 365 }
    execution: { profile: vectorbt }
    costs: { commission_bps: 10 }
    param_grid: { fast: [5, 10, 20], slow: [20, 50] }
    where: fast < slow
  backtesting:
    execution: { profile: backtesting.py }
    costs: { commission_bps: 20 }
    params: { fast: 10, slow: 50 }
`;

interface PeerCase {
  readonly fast: number;
  readonly slow: number;
  readonly trades: Readonly<Record<string, readonly number[]>>;
  readonly figures: Readonly<Record<string, number>>;
}

function rowsOf(csv: string): readonly Readonly<Record<string, string>>[] {
  const [header = "", ...lines] = csv.trim().split(/\r?\n/);
  const names = header.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, index) => [names[index], cell])));
}

function printed(text: string | undefined, digits: number): string {
  return Number(text).toFixed(digits);
}

it("a DAG in the profile of a library gives the library's numbers, cells and trades", {
  timeout: 120_000,
}, async () => {
  await project.json("run", ["run", project.write("dags/profiles.yaml", DAG)]);
  const cells = rowsOf(
    (await project.run(["results", "profiles", "--backtest", "vectorbt", "--sort", "cell", "--csv"])).stdout,
  );
  const published = ["5 20 7662.493703 154 2258.349452", "10 50 12003.240228 69 1306.164465"];
  const found = cells.map(({ fast, slow, total_trades, ...row }) =>
    [fast, slow, printed(row["final_equity"], 6), total_trades, printed(row["total_fees"], 6)].join(" "),
  );
  expect(found).toEqual(expect.arrayContaining(published));

  const golden = new URL("../engine/golden/backtesting.json", import.meta.url);
  const { sp500 } = JSON.parse(readFileSync(golden, "utf8")) as { readonly sp500: readonly PeerCase[] };
  const [peer] = sp500;
  expect([peer?.fast, peer?.slow]).toEqual([10, 50]);
  const [cell] = rowsOf((await project.run(["results", "profiles", "--backtest", "backtesting", "--csv"])).stdout);
  const trades = rowsOf((await project.run(["trades", "profiles", "--backtest", "backtesting", "--csv"])).stdout);
  for (const id of ["final_equity", "sharpe", "sortino", "calmar", "profit_factor"]) {
    expect(Number(cell?.[id]) / (peer?.figures[id] ?? Number.NaN), id).toBeCloseTo(1, 12);
  }
  expect(trades.map((trade) => Number(trade["entry_bar"]))).toEqual(peer?.trades["entry_bar"]);
  expect(trades.map((trade) => printed(trade["pnl"], 6))).toEqual(peer?.trades["pnl"]?.map((pnl) => pnl.toFixed(6)));
});
