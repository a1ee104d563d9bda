import { describe, expect, it } from "vitest";
import { runCallback } from "../../src/callbacks/run-callback.ts";
import { SWEEP_METRIC_IDS } from "../../src/engine/metrics/metric-catalogue.ts";
import { measured, unmeasured } from "../../src/core/metrics/measured.ts";
import { judgementWith } from "../support/judgement.ts";
import { bars, dailyCloses } from "./support/bars.ts";
import { callbackContext, cell, failedCell, type RecordedContext } from "./support/callback-context.ts";

const nobody = () => Promise.reject(new Error("built-ins need no process"));
const users = { check: nobody, run: nobody };

async function run(
  name: string,
  context: RecordedContext,
  options: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const spec = { name, ref: { kind: "builtin", name } as const, options, timeoutMs: 60_000 };
  return await runCallback(spec, context, { users }).then(
    () => "succeeded",
    (error: Error) => error.message,
  );
}

describe("check_data", () => {
  it("passes good bars and logs how many there are", async () => {
    const context = callbackContext({ bars: [dailyCloses([1, 2, 3])] });
    expect(await run("check_data", context)).toBe("succeeded");
    expect(context.lines).toEqual(["info backtest: checked SPX (3 bars)"]);
  });

  it("fails without bars and with fewer than min_bars", async () => {
    expect(await run("check_data", callbackContext())).toBe("check_data: backtest: there are no bars");
    const context = callbackContext({ bars: [dailyCloses([1, 2, 3])] });
    expect(await run("check_data", context, { min_bars: 4 })).toBe(
      "check_data: backtest: SPX has 3 bars, fewer than min_bars 4",
    );
  });

  it("fails on a gap longer than max_gap_days, and says where it begins", async () => {
    const gap = bars([0, 1, 2, 7, 8].map((day) => ({ day, price: 10 })));
    expect(await run("check_data", callbackContext({ bars: [gap] }))).toBe("succeeded");
    expect(await run("check_data", callbackContext({ bars: [gap] }), { max_gap_days: 5 })).toBe("succeeded");
    expect(await run("check_data", callbackContext({ bars: [gap] }), { max_gap_days: 4 })).toBe(
      "check_data: backtest: SPX has no bars for 5 days after 2020-01-03; max_gap_days is 4",
    );
  });

  it("without max_gap_days allows ten days, or five usual bars of a slower series", async () => {
    const daily = bars([0, 1, 2, 13].map((day) => ({ day, price: 10 })));
    const monthly = bars([0, 30, 60, 150, 180].map((day) => ({ day, price: 10 })));
    expect(await run("check_data", callbackContext({ bars: [daily] }))).toContain("no bars for 11 days");
    expect(await run("check_data", callbackContext({ bars: [monthly] }))).toBe("succeeded");
  });

  it.each([
    ["a low above the close", { low: 11 }],
    ["a high below the open", { high: 9 }],
    ["a price of zero", { low: 0 }],
    ["a missing close", { close: Number.NaN }],
    ["an infinite high", { high: Number.POSITIVE_INFINITY }],
    ["a bar that is no later than the one before", { day: 0 }],
  ])("fails on %s, and names the day", async (_what, wrong) => {
    const series = bars([
      { day: 0, price: 10 },
      { day: 1, price: 10, ...wrong },
    ]);
    const day = "day" in wrong ? "2020-01-01" : "2020-01-02";
    expect(await run("check_data", callbackContext({ bars: [series] }))).toBe(
      `check_data: backtest: SPX has prices that contradict each other on ${day}`,
    );
  });

  it("logs the source's own findings, or fails on them when told to", async () => {
    const input = { bars: [dailyCloses([1, 2])], problems: ["1,760 bars open at the previous close"] };
    const context = callbackContext(input);
    expect(await run("check_data", context)).toBe("succeeded");
    expect(context.lines).toContain("warn backtest: 1,760 bars open at the previous close");
    expect(await run("check_data", callbackContext(input), { allow_warnings: false })).toBe(
      "check_data: backtest: 1,760 bars open at the previous close",
    );
  });

  it("tells all problems of all backtests at once", async () => {
    const context = callbackContext({ backtests: ["a", "b"], bars: [dailyCloses([1])] });
    expect(await run("check_data", context)).toBe(
      "check_data: a: SPX has 1 bars, fewer than min_bars 2; b: SPX has 1 bars, fewer than min_bars 2",
    );
  });
});

describe("rank", () => {
  const cells = [cell(0, 0.5), cell(1, 1.25), failedCell(2), cell(3, null)];

  it("passes the best cells on, best first, failed ones left out", async () => {
    const context = callbackContext({ cells });
    expect(await run("rank", context, { top: 2 })).toBe("succeeded");
    expect(context.passed.get("ranking")).toMatchObject([
      { backtest: "backtest", rank: 1, cell: 1, params: { fast: 6, slow: 50 }, metrics: { sharpe: 1.25 } },
      { rank: 2, cell: 0, metrics: { sharpe: 0.5 } },
    ]);
    expect(JSON.parse(context.files.get("ranking.json") ?? "")).toEqual(context.passed.get("ranking"));
  });

  it("says what is to be thought of the best one, and marks it when it is fragile", async () => {
    const judgement = judgementWith({ plateau_score: measured(0.2) });
    const context = callbackContext({ cells, judgement });
    await run("rank", context);
    expect(context.lines.at(-1)).toBe(
      "info Best of 4,950 trials: DSR 0.66, PBO 0.47, plateau 0.20 (fragile: its neighbours do much worse)",
    );
    expect(context.passed.get("ranking")).toMatchObject([{ fragile: true }, { fragile: null }, { fragile: null }]);
    const solid = callbackContext({ cells, judgement: judgementWith({ plateau_score: measured(0.8) }) });
    await run("rank", solid);
    expect(solid.passed.get("ranking")).toMatchObject([{ fragile: false }, {}, {}]);
  });

  it("writes them as CSV", async () => {
    const context = callbackContext({ cells });
    await run("rank", context, { top: 2 });
    const ones = SWEEP_METRIC_IDS.map(() => "1");
    const values = (sharpe: string) => ones.with(SWEEP_METRIC_IDS.indexOf("sharpe"), sharpe).join(",");
    expect(context.files.get("ranking.csv")).toBe(
      `backtest,rank,cell,fast,slow,${SWEEP_METRIC_IDS.join(",")}\nbacktest,1,1,6,50,${values("1.25")}\nbacktest,2,0,5,50,${values("0.5")}\n`,
    );
  });

  it("logs them as an aligned table", async () => {
    const context = callbackContext({ cells });
    await run("rank", context, { top: 3 });
    expect(context.lines).toEqual([
      "info backtest: best 2 by sharpe",
      "info #  fast  slow     CAGR  Sharpe  Max drawdown  Trades  Fees",
      "info 1     6    50  100.00%    1.25       100.00%       1  1.00",
      "info 2     5    50  100.00%    0.50       100.00%       1  1.00",
    ]);
  });

  it("says so when no cell has succeeded", async () => {
    const context = callbackContext({ cells: [failedCell(0)] });
    expect(await run("rank", context)).toBe("succeeded");
    expect(context.lines).toContain("info no cell has succeeded");
    expect(context.passed.get("ranking")).toEqual([]);
  });

  it("ranks each backtest for itself", async () => {
    const two = [
      cell(0, 1, { backtest: "a", params: { fast: 1 } }),
      cell(0, 2, { backtest: "b", params: { slow: 2 } }),
    ];
    const context = callbackContext({ cells: two, backtests: ["a", "b"] });
    await run("rank", context);
    expect(context.passed.get("ranking")).toMatchObject([
      { backtest: "a", rank: 1 },
      { backtest: "b", rank: 1 },
    ]);
    expect(context.files.get("ranking.csv")).toMatch(/^backtest,rank,cell,fast,slow,.*\na,1,0,1,,.*\nb,1,0,,2,/);
  });
});

describe("tearsheet", () => {
  it("writes the rendered page and passes its path on", async () => {
    const context = callbackContext();
    expect(await run("tearsheet", context, { file: "night.html" })).toBe("succeeded");
    expect([...context.files]).toEqual([["night.html", "<!doctype html><title>tearsheet</title>"]]);
    expect(context.passed.get("tearsheet")).toBe("/results/night.html");
  });
});

describe("export_csv", () => {
  it("writes every cell, failed ones too, in cell order", async () => {
    const context = callbackContext({ cells: [cell(0, 0.5), failedCell(1)] });
    expect(await run("export_csv", context)).toBe("succeeded");
    const lines = context.files.get("results.csv")?.split("\n") ?? [];
    expect(lines[0]).toBe(`cell,fast,slow,state,${SWEEP_METRIC_IDS.join(",")}`);
    expect(lines[1]).toMatch(/^0,5,50,succeeded,1,1,0\.5,/);
    expect(lines[2]).toBe(`1,6,50,failed,${",".repeat(SWEEP_METRIC_IDS.length - 1)}`);
  });

  it("writes one file per backtest when there are several", async () => {
    const context = callbackContext({ backtests: ["a", "b"] });
    await run("export_csv", context, { file: "all.csv" });
    expect([...context.files.keys()]).toEqual(["all-a.csv", "all-b.csv"]);
  });
});

describe("notify", () => {
  it("fills in the values of the run and of its best cell, ready to read", async () => {
    const context = callbackContext({ cells: [cell(4, 1.2345, { params: { fast: 9, mode: "<b>" } })] });
    const text =
      "{{dag.id}} {{run.logical_date}}: {{best.sharpe}}, {{best.max_drawdown}}, {{best.params.fast}} {{best.params.mode}}, cell {{best.cell}} of {{cells.total}}";
    expect(await run("notify", context, { title: "{{run.id}}", text, to: "slack" })).toBe("succeeded");
    expect(context.notices).toEqual([
      {
        title: "20260210_083000_5a3b1e00",
        text: "sample_dag 2026-02-10: 1.23, 100.00%, 9 <b>, cell 4 of 1",
        to: ["slack"],
      },
    ]);
  });

  it("goes to every channel unless told otherwise, with words of its own", async () => {
    const context = callbackContext({ cells: [cell(0, 1)] });
    expect(await run("notify", context)).toBe("succeeded");
    expect(context.notices).toEqual([
      { title: "sample_dag has run", text: "Best Sharpe 1.00, CAGR 100.00%, max drawdown 100.00%." },
    ]);
  });

  it("says how far the best cell is to be believed, where that is known", async () => {
    const judgement = judgementWith({ plateau_score: unmeasured("too_few_cells") });
    const context = callbackContext({ cells: [cell(0, 1)], judgement });
    await run("notify", context);
    await run("notify", context, {
      text: "{{best.dsr}} {{best.psr}} {{best.plateau_score}} {{sweep.pbo}} {{sweep.trials}}",
    });
    expect(context.notices).toMatchObject([
      { text: expect.stringMatching(/100.00%\. Best of 4,950 trials: DSR 0.66, PBO 0.47, plateau –\.$/) },
      { text: "66.20% 99.20% – 46.90% 4,950" },
    ]);
    const unjudged = callbackContext({ cells: [cell(0, 1)] });
    await run("notify", unjudged, { text: "{{best.dsr}} {{sweep.pbo}}{{sweep.judgement}}" });
    expect(unjudged.notices).toMatchObject([{ text: "– –" }]);
  });

  it("writes a dash for what there is not, before the backtests and when all cells failed", async () => {
    const text = "{{best.sharpe}} {{best.cell}}";
    const before = callbackContext();
    await run("notify", before, { text });
    const failed = callbackContext({ cells: [failedCell(0)] });
    await run("notify", failed, { text: `${text} {{best.params.fast}}` });
    expect([...before.notices, ...failed.notices]).toMatchObject([{ text: "– –" }, { text: "– – –" }]);
  });

  it("asks for the metrics that its templates name, wherever they do, and shows every one", async () => {
    const asked: unknown[] = [];
    const { results, ...others } = callbackContext({ cells: [cell(0, 1)] });
    const best: typeof results.best = async (limit, backtest, metrics) => {
      asked.push(metrics);
      const cells = await results.best(limit, backtest);
      return cells.map((found) => ({
        ...found,
        metrics: found.metrics === null ? null : { ...found.metrics, omega: 1.5, cvar_95: null },
      }));
    };
    const context = { ...others, results: { ...results, best } };
    const text = "no beta {{best.omega}} {{#with best}}{{cvar_95}}{{/with}} {{best.sharpe}}";
    expect(await run("notify", context, { title: "{{best.var_95}}", text })).toBe("succeeded");
    expect(asked).toEqual([["var_95", "omega", "cvar_95"]]);
    expect(context.notices).toEqual([{ title: "–", text: "no beta 1.50 – 1.00" }]);
  });

  it("fails on a parameter that the strategy does not have", async () => {
    const context = callbackContext({ cells: [cell(0, 1)] });
    expect(await run("notify", context, { text: "{{best.params.fats}}" })).toContain("fats");
    expect(context.notices).toEqual([]);
  });
});
