import { describe, expect, it } from "vitest";
import { CONTRACT } from "../../../src/core/spec/outputs-spec.ts";
import { METRIC_IDS } from "../../../src/engine/metrics/metric-catalogue.ts";
import { readOutputs } from "../../../src/executors/outputs/read-outputs.ts";
import { GOOD, outputFolder } from "./support/output-folder.ts";

const OPTIONS = { calendar: null, initialCapital: 100_000, blocks: 2 };

/** Metrics of the good result with other lines in its summary.csv. Of its own: Sharpe 8.22715, drawdown 0.00296441, win rate 2/3. */
async function read(lines: readonly string[], others: Parameters<typeof outputFolder>[0] = {}) {
  const given = new Set(lines.map((line) => (line.split(",")[0] ?? "").toLowerCase().replaceAll(/[^a-z]|pct/g, "")));
  const usual = ["total_pnl,1350.5", "win_rate,0.6667", "max_drawdown,0.003"].filter(
    (line) => !given.has((line.split(",")[0] ?? "").replaceAll("_", "")),
  );
  const summary = ["metric,value", ...usual, ...lines, ""].join("\n");
  const { report, metrics } = await readOutputs(outputFolder({ "summary.csv": summary, ...others }), CONTRACT, OPTIONS);
  return { report, metrics, of: (name: string) => metrics.get(name)?.value };
}

describe("the metrics of a result", () => {
  it("are the whole list of the engine, each a number or null with its reason, and what the script has besides", async () => {
    const { metrics } = await read(["avg_holding_minutes,355", "Theta / day,-12.5"]);
    expect([...metrics.keys()]).toEqual([...METRIC_IDS, "total_pnl", "avg_holding_minutes", "theta_day"]);
    for (const { value, reason } of metrics.values()) {
      expect(value === null).toBe(reason !== null);
      expect(value === null || Number.isFinite(value)).toBe(true);
    }
    expect(metrics.get("theta_day")).toEqual({ value: -12.5, reason: null });
    expect(metrics.get("mean_ic")).toEqual({ value: null, reason: "not_computed" });
  });

  it.each([
    "sharpe_ratio,8.23",
    "Sharpe Ratio,8.2",
    "sharpeRatio,8.22715",
    "SHARPE,8.227",
    "max_drawdown,-0.0030",
    "max_drawdown,0.296",
    "Max Drawdown (%),-0.3",
    "max_drawdown,-0.3%",
    "max_drawdown_pct,0.30",
    "max_drawdown,-300",
    "win_rate,66.67",
    "win_rate,67%",
    "win_rate,0.67",
    "Win Rate %,66.7",
    "total_trades,3",
    "num_trades,3",
    "total_return,1.35",
    "Total Return,0.0135",
    "profit_factor,5.5",
  ])("are ours when the script says the same: %s", async (line) => {
    const { report, metrics } = await read([line]);
    expect(report.warnings).toEqual([]);
    expect([...metrics.keys()].filter((name) => name.startsWith("reported_"))).toEqual([]);
  });

  it.each([
    ["sharpe_ratio,1.2", "sharpe", 1.2],
    ["max_drawdown,-31.5", "max_drawdown", -31.5],
    ["max_drawdown,-301", "max_drawdown", -301],
    ["Win Rate %,66.0", "win_rate", 66],
    ["max_drawdown_pct,0.0030", "max_drawdown", 0.003],
    ["total_trades,4", "total_trades", 4],
    ["total_return,0.0136", "total_return", 0.0136],
    ["max_drawdown_bars,7", "max_drawdown_bars", 7],
  ])("are both there, with a warning, when the script says something else: %s", async (line, id, value) => {
    const plain = await read([]);
    const { report, of } = await read([line]);
    expect(of(id)).toBe(plain.of(id));
    expect(of(`reported_${id}`)).toBe(value);
    expect(report.warnings).toEqual([expect.stringContaining(`the script's as reported_${id}`)]);
    expect(report.valid).toBe(true);
  });

  it.each([
    ["exposure,0.4", "exposure", 0.4],
    ["Exposure (%),40", "exposure", 0.4],
    ["total_fees,120.5", "total_fees", 120.5],
  ])("are the script's where the files do not tell them: %s", async (line, id, value) => {
    expect((await read([line])).of(id)).toBe(value);
  });

  it("are the script's where a rule says that there need be no pnl.csv, in our units", async () => {
    const lenient = {
      files: [
        { name: "pnl.csv", required: false, rules: {} },
        { name: "trades.csv", required: false, rules: {} },
      ],
    };
    const of = async (...lines: readonly string[]) => {
      const summary = `${["metric,value", "total_pnl,12", "sharpe_ratio,1.5", ...lines, `note,${"x".repeat(40)}`].join("\n")}\n`;
      const folder = outputFolder({ "pnl.csv": null, "trades.csv": null, "summary.csv": summary });
      const { metrics, report, blockSums } = await readOutputs(folder, lenient, OPTIONS);
      expect(report.errors).toEqual([]);
      expect(blockSums).toBeNull();
      return ["sharpe", "win_rate", "max_drawdown", "reported_max_drawdown"].map((id) => metrics.get(id)?.value);
    };
    expect(await of("win_rate,55", "max_drawdown,-12.5")).toEqual([1.5, 0.55, 0.125, undefined]);
    expect(await of("win_rate,0.55", "max_drawdown,0.125")).toEqual([1.5, 0.55, 0.125, undefined]);
    expect(await of("win_rate,1", "max_drawdown,-5400")).toEqual(
      [1.5, 1, null, 5400].map((v) => (v === 5400 ? -5400 : v)),
    );
  });

  it("of trades are there without a pnl.csv too", async () => {
    const spec = { files: [{ name: "pnl.csv", required: false, rules: {} }] };
    const { metrics } = await readOutputs(outputFolder({ "pnl.csv": null }), spec, OPTIONS);
    expect(metrics.get("total_trades")).toEqual({ value: 3, reason: null });
    expect(metrics.get("expectancy")?.value).toBeCloseTo(450.1667, 3);
    expect(metrics.get("volatility")).toEqual({ value: null, reason: "not_computed" });
  });

  it("know no duration where one trade does not tell it, or ends before it begins", async () => {
    const of = async (from: string, to: string) =>
      (await read([], { "trades.csv": (GOOD["trades.csv"] ?? "").replace(from, to) })).metrics.get("avg_duration");
    expect((await of("-", "-"))?.value).toBeCloseTo(0.246528, 6);
    expect(await of("2020-01-03 09:20:00", "Friday")).toEqual({ value: null, reason: "not_computed" });
    expect(await of("2020-01-03 15:15:00", "2020-01-02 15:15:00")).toEqual({ value: null, reason: "not_computed" });
  });

  it("that cannot be kept are warned of", async () => {
    const { report } = await read([
      "2nd best,1",
      "€,2",
      `${"x".repeat(90)},3`,
      "note,hello",
      "reported_sharpe,1",
      "sharpe_ratio,2",
    ]);
    expect(report.errors).toEqual([]);
    expect(report.warnings).toEqual([
      'summary.csv has a value that is no number on line 8 ("note: hello").',
      expect.stringContaining('has a metric "2nd best" that cannot be kept under a name'),
      expect.stringContaining('has a metric "€" that cannot be kept under a name'),
      expect.stringContaining("that cannot be kept under a name"),
      expect.stringContaining('has a metric "reported_sharpe" that cannot be kept under a name'),
      expect.stringContaining("ours is kept as sharpe"),
    ]);
  });

  it("are undefined, not numbers, where the script writes NaN or inf", async () => {
    const { report, metrics } = await read(["edge,inf", "skewness,NaN"]);
    expect(metrics.get("edge")).toEqual({ value: null, reason: "not_computed" });
    expect(metrics.get("skewness")).toEqual({ value: null, reason: "not_computed" });
    expect(report.errors).toEqual([]);
  });

  it("warn of a total_pnl that is not that of pnl.csv", async () => {
    const { report, of } = await read(["total_pnl,1400"]);
    expect(of("total_pnl")).toBe(1400);
    expect(report.warnings).toEqual([
      "summary.csv says total_pnl is 1400; pnl.csv ends with a cumulative_pnl of 1350.5.",
    ]);
  });

  it("are null with the reason of the engine for an account that is ruined", async () => {
    const pnl = (GOOD["pnl.csv"] ?? "").replaceAll("1350.5", "-100001");
    const { metrics } = await read([], { "pnl.csv": pnl });
    expect(metrics.get("cagr")).toEqual({ value: null, reason: "bankrupt" });
  });
});
