import { describe, expect, it } from "vitest";
import { CONTRACT, type OutputRules, type OutputsSpec } from "../../../src/core/spec/outputs-spec.ts";
import { checkOutputs } from "../../../src/executors/outputs/check-outputs.ts";
import { GOOD, outputFolder, said } from "./support/output-folder.ts";

const OPTIONS = { calendar: null, initialCapital: 100_000 };
const held = (name: string, rules: OutputRules): OutputsSpec => ({ files: [{ name, rules }] });
const check = (changes: Parameters<typeof outputFolder>[0], spec = CONTRACT) =>
  checkOutputs(outputFolder(changes), spec, OPTIONS);

async function problemsOf(changes: Parameters<typeof outputFolder>[0], spec = CONTRACT) {
  const { errors, warnings } = await check(changes, spec);
  return { errors, warnings };
}

const good = (name: string): string => GOOD[name] ?? "";
const tradesOf = (...rows: readonly string[]): string =>
  `${["entry_time,exit_time,pnl,strike,comment", ...rows].join("\n")}\n`;
const T = "2020-01-02 09:20:00,2020-01-02 15:15:00";

describe("rules of a DAG", () => {
  it.each<readonly [string, OutputRules, string]>([
    ["trades.csv", { min_trades: 4 }, "has 3 trades; min_trades is 4"],
    ["trades.csv", { max_trades: 2 }, "has 3 trades; max_trades is 2"],
    ["trades.csv", { max_loss_per_trade: -299.5 }, 'has a pnl below max_loss_per_trade (-299.5) on line 3 ("-300")'],
    ["trades.csv", { min_win_rate: 0.7 }, "has a win rate of 0.6667; min_win_rate is 0.7"],
    ["trades.csv", { required_columns: ["Strike", "side"] }, 'has no column "side", which required_columns names'],
    ["pnl.csv", { max_drawdown_pct: -0.29 }, "falls 0.3 % below its peak; max_drawdown_pct is -0.29"],
    ["pnl.csv", { max_drawdown_pct: 0.29 }, "falls 0.3 % below its peak; max_drawdown_pct is 0.29"],
    ["pnl.csv", { max_loss_per_day: -299 }, 'has a pnl below max_loss_per_day (-299) on line 3 ("-300")'],
    ["pnl.csv", { max_missing_days: 0, min_rows: 5 }, "has 4 rows; at least 5 are expected"],
    [
      "summary.csv",
      { required_metrics: ["sharpe", "sortino"] },
      'has no metric "sortino", which required_metrics names',
    ],
    ["metadata.json", { min_bytes: 1000 }, `has ${good("metadata.json").length} bytes; at least 1000 are expected`],
  ])("fail a cell when they are broken: %s %o", async (name, rules, expected) => {
    expect((await problemsOf({}, held(name, rules))).errors).toEqual([said(name, expected)]);
  });

  it.each<readonly [string, OutputRules]>([
    ["trades.csv", { min_trades: 3, max_trades: 3, max_loss_per_trade: -300, min_win_rate: 0.66 }],
    ["pnl.csv", { max_drawdown_pct: -0.3, max_loss_per_day: -300, max_missing_days: 0, min_rows: 4 }],
    ["summary.csv", { required_metrics: ["sharpe", "Total PnL"], required_columns: ["value"] }],
  ])("let a cell through when they are just kept: %s %o", async (name, rules) => {
    expect((await problemsOf({}, held(name, rules))).errors).toEqual([]);
  });

  it("cannot hold a result to a share of a capital that nobody knows", async () => {
    const spec = held("pnl.csv", { max_drawdown_pct: -30 });
    const { errors } = await checkOutputs(outputFolder(), spec, { calendar: null, initialCapital: null });
    expect(errors).toEqual(["pnl.csv cannot be held to max_drawdown_pct without the initial capital."]);
  });

  it("let a script that did not trade succeed, and files be left out", async () => {
    const spec: OutputsSpec = {
      files: [
        { name: "trades.csv", rules: { min_trades: 0 } },
        { name: "summary.csv", required: false, rules: {} },
        { name: "metadata.json", required: false, rules: {} },
      ],
    };
    const changes = { "trades.csv": "entry_time,exit_time,pnl,strike\n", "summary.csv": null, "metadata.json": null };
    expect(await problemsOf(changes, spec)).toEqual({ errors: [], warnings: [] });
  });

  it("make other files required, and look at those that are CSV", async () => {
    const spec: OutputsSpec = {
      files: [
        { name: "report.html", required: true, rules: {} },
        { name: "greeks.csv", rules: { min_rows: 2, required_columns: ["delta"] } },
        { name: "plot.png", required: false, rules: {} },
        { name: "metadata.json", required: true, rules: {} },
      ],
    };
    const report = await check({ "greeks.csv": "date,gamma\n2020-01-01,1\n", "metadata.json": "no" }, spec);
    expect(report.errors).toEqual([
      expect.stringMatching(/^metadata.json is no JSON/),
      "report.html is missing.",
      "greeks.csv has 1 row; at least 2 are expected.",
      'greeks.csv has no column "delta", which required_columns names.',
    ]);
    expect(report.files["greeks.csv"]).toMatchObject({ row_count: 1, columns: ["date", "gamma"] });
    expect(report.files["plot.png"]).toMatchObject({ exists: false, errors: [], warnings: [] });
  });

  it("turn what is wrong with a file that need not be right into warnings, but are rules all the same", async () => {
    const spec: OutputsSpec = {
      files: [{ name: "trades.csv", required: false, rules: { max_loss_per_trade: -100 } }],
    };
    const days = { files: [{ name: "pnl.csv", required: false, rules: { max_missing_days: 1 } }] };
    const late = { "pnl.csv": good("pnl.csv").replace("2020-01-07", "2020-01-09") };
    expect((await problemsOf(late, days)).errors).toEqual([
      "pnl.csv has no row for 2 weekdays in a row (2020-01-07 to 2020-01-08); at most 1 may be missing.",
    ]);
    const { errors, warnings } = await problemsOf({ "trades.csv": tradesOf(`${T},-200,1,`, `${T},x,1,`) }, spec);
    expect(errors).toEqual(['trades.csv has a pnl below max_loss_per_trade (-100) on line 2 ("-200").']);
    expect(warnings).toEqual(['trades.csv has a pnl that is no number on line 3 ("x").']);
  });

  it.each(["../trades.csv", "a/b.csv", "..", "", "a\\b", "x\u0000"])(
    "name no file outside of the folder: %j",
    async (name) => {
      await expect(checkOutputs(outputFolder(), held(name, {}), OPTIONS)).rejects.toThrow(RangeError);
    },
  );
});
