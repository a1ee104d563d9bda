import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { createCliProject, type Json } from "../support/nightgrid.ts";

const project = await createCliProject();

const STRATEGY = `
import { defineStrategy } from "nightgrid";
export default defineStrategy({
  name: "dip",
  params: { days: { kind: "int", default: 2, min: 1, max: 9, description: "Falling closes in a row" } },
  signals: ({ bars: { close }, params: { days } }) => {
    if (days === 3) throw new Error("three is too many");
    const entries = new Uint8Array(close.length);
    const exits = new Uint8Array(close.length);
    for (let bar = days, fallen = 0; bar < close.length; bar++) {
      fallen = close[bar] < close[bar - 1] ? fallen + 1 : 0;
      entries[bar] = fallen >= days ? 1 : 0;
      exits[bar] = close[bar] > close[bar - 1] ? 1 : 0;
    }
    return { entries, exits };
  },
});
`;

const DAG = `
id: dips
backtest:
  strategy: ./dip.ts
  data: { dataset: sp500 }
  start_date: 2015-01-02
  end_date: 2016-12-30
  initial_capital: 100000
  costs: { commission_bps: 10, fill_probability: 0.8 }
  param_grid: { days: [1, 2, 3] }
  objective: total_return
`;

let best: Json;

beforeAll(async () => {
  project.write("dip.ts", STRATEGY);
  const { document } = await project.json(["run", project.write("dips.yaml", DAG)]);
  best = document["best"];
}, 60_000);

/** Rows of a CSV without quotes as records of texts. */
function rowsOf(csv: string): readonly Readonly<Record<string, string>>[] {
  const [header = "", ...lines] = csv.trimEnd().split("\n");
  const names = header.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((text, index) => [names[index] ?? "", text])));
}

describe("nightgrid trades", { timeout: 60_000 }, () => {
  it("lists every trade of the best cell, which add up to its final equity", async () => {
    const { stdout, stderr, code } = await project.run(["trades", "--csv"]);
    const trades = rowsOf(stdout);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.split("\n")[0]).toBe(
      "symbol,side,open,entry_bar,entry_time,entry_price,exit_bar,exit_time,exit_price,units,entry_fee,exit_fee,dividends,borrow_cost,pnl,cumulative_pnl,gross_pnl,return,mae,mfe,reason",
    );
    expect(trades).toHaveLength(best["metrics"].total_trades);
    const profit = trades.reduce((total, { pnl }) => total + Number(pnl), 0);
    expect(100_000 + profit).toBeCloseTo(best["metrics"].final_equity, 6);
    expect(Number(trades.at(-1)?.["cumulative_pnl"])).toBe(profit);
  });

  it("says in JSON which cell it is and what it stands on", async () => {
    const { document } = await project.json(["trades", "dips", "--limit", "2"]);
    expect(document).toMatchObject({ backtest: "backtest", cell: best["cell"], unlike_stored: [], stamps: [] });
    expect(document).toMatchObject({ sampling: "bar", per_year: 252, risk_free_rate: 0 });
    expect(document["params"]).toMatchObject(best["params"]);
    expect(document["trades"]).toHaveLength(2);
    expect(Date.parse(document["trades"][0].entry_time)).toBeLessThan(Date.parse("2016-12-31"));
  });

  it("gives the equity, the orders and the rejections of any cell", async () => {
    const { stdout } = await project.run([
      "results",
      "--sort",
      "cell",
      "--limit",
      "1",
      "--columns",
      "final_equity",
      "--csv",
    ]);
    const [equity, orders, rejections] = await Promise.all(
      ["--equity", "--orders", "--rejections"].map((what) => project.run(["trades", "--cell", "0", what, "--csv"])),
    );
    // The same bits as the sweep has stored, and the position is what the orders have made of it.
    expect(rowsOf(equity?.stdout ?? "").at(-1)?.["equity"]).toBe(stdout.split("\n")[1]);
    expect(rowsOf(orders?.stdout ?? "").at(-1)?.["position"]).toBe(rowsOf(equity?.stdout ?? "").at(-1)?.["position"]);
    expect(new Set(rowsOf(rejections?.stdout ?? "").map(({ reason }) => reason))).toEqual(new Set(["missed_fill"]));
  });

  it("shows people the last rows, and says how many there are", async () => {
    const { stdout } = await project.run(["trades", "--limit", "3"]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toBe(`Cell ${best["cell"]} of backtest: days ${best["params"].days}`);
    expect(lines[1]).toMatch(/^symbol +side +entry +at +exit +at +units +fees +pnl +return +reason$/);
    expect(lines).toHaveLength(6);
    expect(lines[5]).toBe(`The last 3 of ${best["metrics"].total_trades}; all: --limit 0`);
  });

  it.each([
    [["--cell", "7"], 4, "CELL_NOT_FOUND", "0…2"],
    [["--cell", "2"], 5, "STRATEGY_FAILED", "three is too many"],
    [["--cell", "first"], 2, "USAGE", "--cell takes a whole number"],
    [["--backtest", "other"], 2, "USAGE", "it has: backtest"],
    [["--orders", "--cash-flows"], 2, "USAGE", "cannot be used with"],
    [["--equity", "--orders"], 2, "USAGE", "cannot be used with"],
  ])("refuses %j with exit code %i and a way out", async (options, code, error, text) => {
    const said = await project.json(["trades", ...options]);
    expect(said.code).toBe(code);
    expect(said.document["error"].code).toBe(error);
    expect(said.stderr).toContain(text);
  });

  it("refuses to compute with other code than the run had, until it is back", async () => {
    project.write("dip.ts", STRATEGY.replace("fallen >= days", "fallen === days"));
    const changed = await project.json(["trades"]);
    expect(changed.code).toBe(3);
    expect(changed.document["error"]).toMatchObject({
      code: "RUN_INPUT_CHANGED",
      message: expect.stringContaining("strategy's code of backtest changed"),
    });
    project.write("dip.ts", STRATEGY);
    expect((await project.run(["trades"])).code).toBe(0);
  });

  it("warns when the strategy says something else every time", async () => {
    const random = STRATEGY.replaceAll("close[bar] > close[bar - 1]", "Math.random() > 0.5").replaceAll("dip", "dice");
    project.write("dice.ts", random);
    await project.run(["run", project.write("dice.yaml", DAG.replaceAll("dip", "dice"))]);
    const { stderr, code } = await project.run(["trades", "dices", "--cell", "0"]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: computed again, .*sharpe.* differ from what was stored/);
  });
});

describe("a run over several symbols", { timeout: 60_000 }, () => {
  const panel = `
id: ranked
backtest:
  strategy: momentum_rotation
  data: { csv: ./prices/{symbol}.csv, symbols: [S0, S1, S2, S3] }
  params: { lookback: 20, top: 2, rebalance_period: 10 }
after_backtest: [tearsheet]
`.replace("./prices/{symbol}.csv", '"./prices/{symbol}.csv"');

  it("has a tearsheet with a benchmark, and its scores are measured", async () => {
    for (const asset of [0, 1, 2, 3]) {
      const prices = Array.from(
        { length: 200 },
        (_, bar) => 100 * Math.exp(0.001 * asset * bar + 0.01 * Math.sin(bar)),
      );
      const rows = prices.map((price, bar) => [day(bar), price, price, price, price].join(","));
      project.write(`prices/S${asset}.csv`, ["date,open,high,low,close", ...rows].join("\n"));
    }
    const run = await project.json(["run", project.write("ranked.yaml", panel)]);
    expect(run.document["state"]).toBe("succeeded");
    const page = readFileSync(run.document["tearsheet"], "utf8");
    expect(page).toContain("Buy and hold");
    expect(page).toContain("Mean IC");
    const { document } = await project.json(["trades", "ranked", "--factor"]);
    const coefficients = (document["factor"] as readonly { readonly ic: number | null }[]).map(({ ic }) => ic);
    // Every tenth bar after a warm-up of twenty; nothing follows the last one.
    expect(coefficients).toHaveLength(18);
    expect(coefficients.at(-1)).toBeNull();
    const known = coefficients.filter((ic) => ic !== null);
    const mean = known.reduce((total, ic) => total + ic, 0) / known.length;
    expect(document["factor_metrics"].mean_ic).toBeCloseTo(mean, 12);
    expect(document["factor_metrics"].undefined).toBeTypeOf("object");
    const symbols = await project.run(["trades", "ranked", "--equity", "--csv", "--limit", "1"]);
    expect(rowsOf(symbols.stdout)[0]).toMatchObject({ cash: "", position_value: "" });
  });

  it("has none where nothing is ranked", async () => {
    const { document, code } = await project.json(["trades", "dips", "--factor"]);
    expect(code).toBe(2);
    expect(document["error"].message).toContain("no scores");
  });
});

function day(bar: number): string {
  return new Date(Date.UTC(2020, 0, 1 + bar)).toISOString().slice(0, 10);
}

it("the page of the command shows columns that there are", async () => {
  const page = readFileSync(new URL("../../../docs/cli.md", import.meta.url), "utf8");
  const listed = await Promise.all(
    ["--equity", "--orders", "--cash-flows", "--rejections"].map((what) =>
      project.run(["trades", "dips", what, "--csv", "--limit", "1"]),
    ),
  );
  const trades = await project.run(["trades", "dips", "--csv", "--limit", "1"]);
  const factor = await project.run(["trades", "ranked", "--factor", "--csv", "--limit", "1"]);
  for (const { stdout } of [trades, factor, ...listed]) {
    const columns = (stdout.split("\n")[0] ?? "").split(",").map((name) => `\`${name}\``);
    expect(page).toContain(columns.join(", "));
  }
});
