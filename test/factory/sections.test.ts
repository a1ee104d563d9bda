import { describe, expect, it } from "vitest";
import { PROFILE_EXECUTION } from "../../src/engine/profiles/registry.ts";
import { NO_COSTS } from "../../src/engine/settings.ts";
import type { BacktestSpec, DagSpec } from "../../src/factory/dag-spec.ts";
import { type SettingGroup, SETTING_GROUPS } from "../../src/factory/schema/setting-keys.ts";
import { loadText, worldOf } from "./support/load-text.ts";

const BLOCK = "  strategy: sma_cross\n  data: { dataset: sp500 }\n";

/** `lines` stand in the block, `rest` at the top level. */
function load(lines: string, rest = "", env: Readonly<Record<string, string>> = {}) {
  return loadText(`id: x\nbacktest:\n${BLOCK}${lines}\n${rest}`, worldOf({}, env));
}

async function blockOf(lines: string): Promise<BacktestSpec> {
  const { spec, diagnostics } = await load(lines);
  const [block] = spec?.backtests ?? [];
  if (block === undefined) throw new Error(diagnostics.map(({ message }) => message).join(" "));
  return block;
}

async function problemsOf(lines: string, rest = ""): Promise<readonly string[]> {
  const { diagnostics } = await load(lines, rest);
  return diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

async function scheduleProblems(schedule: string): Promise<readonly string[]> {
  return problemsOf("", `schedule: { ${schedule} }`);
}

async function alertsOf(
  rest: string,
  env: Readonly<Record<string, string>> = {},
): Promise<DagSpec["alerts"] | undefined> {
  return (await load("", rest, env)).spec?.alerts;
}

function fieldsOf({ keys }: SettingGroup): ReadonlySet<string> {
  return new Set(Object.values(keys).map(({ field }) => field));
}

describe("costs and execution", () => {
  it("have a key for every setting of the engine", () => {
    expect(fieldsOf(SETTING_GROUPS.costs)).toEqual(new Set(Object.keys(NO_COSTS)));
    expect(fieldsOf(SETTING_GROUPS.execution)).toEqual(
      new Set([...Object.keys(PROFILE_EXECUTION.native), "intrabar", "leverage", "hedging", "exclusiveOrders"]),
    );
  });

  it("take fractions as well as bps", async () => {
    const { settings } = await blockOf("  costs: { slippage_pct: 0.001, spread_cost_pct: 0.0003, commission_bps: 2 }");
    expect(settings.costs).toEqual({ ...NO_COSTS, slippageBps: 10, spreadBps: 3, commissionBps: 2 });
  });
});

describe("the window", () => {
  it("may be one day, and open at either end, but not end before it starts", async () => {
    const oneDay = await blockOf("  start_date: 2020-01-02\n  end_date: 2020-01-02");
    expect(oneDay.window).toEqual({ startDate: "2020-01-02", endDate: "2020-01-02", lookbackMs: null });
    expect((await blockOf("  lookback: 30D")).window.lookbackMs).toBe(30 * 86_400_000);
    expect(await problemsOf("  start_date: 2020-01-03\n  end_date: 2020-01-02")).toEqual([
      "DATES_INVALID: end_date 2020-01-02 lies before start_date 2020-01-03.",
    ]);
  });
});

describe("a value of the wrong type", () => {
  it.each([
    ["  data: { dataset: sp500, symbols: [700] }", 'Quote it: "700".'],
    ['  seed: "7"', "Remove the quotes."],
    ["  lookback: 30", 'For example "30s".'],
    ["  lookback: a year", "Write a number and a unit: 30s, 10m, 2h, 365d."],
  ])("%s gets the hint %s", async (line, hint) => {
    const { diagnostics } = await loadText(`id: x\nbacktest:\n  strategy: sma_cross\n${line}\n`);
    expect(diagnostics.find(({ code }) => code === "DAG_VALUE_INVALID")?.hint).toBe(hint);
  });
});

describe("the grid", () => {
  it("reads lists, ranges and logarithmic ranges, in file order", async () => {
    const { grid } = await blockOf(
      "  param_grid: { slow: { from: 50, to: 205, step: 50 }, position_size: { from: 0.1, to: 0.3, step: 0.1 }, exit: [stop], fast: { values: [3, 2] } }",
    );
    expect(grid.axes).toEqual([
      { name: "slow", kind: "range", from: 50, step: 50, count: 4 },
      { name: "position_size", kind: "range", from: 0.1, step: 0.1, count: 3 },
      { name: "exit", kind: "list", values: ["stop"] },
      { name: "fast", kind: "list", values: [3, 2] },
    ]);
  });

  it("makes whole, distinct numbers of a logarithmic range of an int parameter", async () => {
    const { grid } = await blockOf("  param_grid: { fast: { from: 1, to: 100, count: 9, scale: log } }");
    expect(grid.axes).toEqual([{ name: "fast", kind: "list", values: [1, 2, 3, 6, 10, 18, 32, 56, 100] }]);
  });

  it("counts falling ranges, and refuses those that lead away", async () => {
    const { grid } = await blockOf("  param_grid: { fast: { from: 20, to: 5, step: -5 } }");
    expect(grid.axes).toEqual([{ name: "fast", kind: "range", from: 20, step: -5, count: 4 }]);
    expect(await problemsOf("  param_grid: { fast: { from: 20, to: 5, step: 5 } }")).toEqual([
      "GRID_INVALID: Steps of 5 never lead from 20 to 5.",
    ]);
  });

  it("says how a fraction is written where a percentage was", async () => {
    const hints = async (value: number) => {
      const { diagnostics } = await load(`  param_grid: { position_size: [0.5, ${value}] }`);
      return diagnostics.map(({ hint }) => hint);
    };
    expect(await hints(95)).toEqual(["It is a fraction: 0.95 is 95 %."]);
    expect(await hints(-1)).toEqual([null]);
  });

  it("refuses a range of which only the end is out of range", async () => {
    expect(await problemsOf("  param_grid: { position_size: { from: 0.8, to: 1.2, step: 0.2 } }")).toEqual([
      'PARAM_INVALID: "position_size" must be at most 1.',
    ]);
  });

  it.each([
    ["fast: { from: 1, to: 1.0e+300, step: 1 }", 'GRID_TOO_LARGE: Axis "fast" has 1e+300'],
    ["commission_bps: { from: 0, to: 1.0e+300, step: 1.0e-10 }", 'GRID_TOO_LARGE: Axis "commission_bps" has Infinity'],
    ["commission_bps: { from: 0, to: 1, step: 1.0e-12 }", "GRID_TOO_LARGE: The grid has 1000000000001 cells"],
    ["fast: { from: 1, to: 9, count: 9000000, scale: log }", 'GRID_TOO_LARGE: Axis "fast" has 9000000'],
    ["commission_bps: { from: 1, to: 9, count: 90000000000000, scale: log }", "GRID_TOO_LARGE: The grid has"],
  ])("refuses the endless axis { %s }", async (axis, expected) => {
    const problems = await problemsOf(`  param_grid: { ${axis} }`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });

  it("warns of an exclude that excludes nothing", async () => {
    const { spec, diagnostics } = await load("  param_grid: { fast: [1, 2] }\n  exclude: [{ fast: 3 }]");
    expect(spec).not.toBeNull();
    expect(diagnostics).toMatchObject([{ severity: "warning", code: "GRID_INVALID", line: 6, column: 21 }]);
  });

  it("leaves optional trade parameters out unless given", async () => {
    expect((await blockOf("")).params).toEqual({ fast: 20, slow: 50, position_size: 0.95, exit: "cross" });
    expect((await blockOf("  params: { commission_bps: 4 }")).params).toMatchObject({ commission_bps: 4 });
  });

  it("warns of several symbols for a strategy that trades one, of which a run may still pick one", async () => {
    const text = (strategy: string) =>
      `id: x\nbacktest:\n  strategy: ${strategy}\n  data: { dataset: sp500, symbols: [SPX, KO] }\n`;
    const world = worldOf({ "panel.ts": "" });
    const { spec, diagnostics } = await loadText(text("sma_cross"), world);
    expect(diagnostics).toMatchObject([
      { severity: "warning", path: "backtest.data.symbols", message: expect.stringContaining("but 2 are named") },
    ]);
    expect(spec).not.toBeNull();
    expect((await loadText(text("./panel.ts"), world)).diagnostics).toEqual([]);
  });

  it("warns when a strategy's own cost parameter hides the block's", async () => {
    const world = worldOf();
    const strategies = {
      ...world.strategies,
      builtin: () => ({
        name: "own",
        kind: "signals" as const,
        params: { slippage_bps: { kind: "float", default: 10 } } as const,
      }),
    };
    const text = `id: x\nbacktest:\n${BLOCK}  costs: { slippage_bps: 3 }\n`;
    const { diagnostics } = await loadText(text, { ...world, strategies });
    expect(diagnostics).toMatchObject([{ severity: "warning", line: 5, column: 26 }]);
  });
});

describe("the schedule", () => {
  it.each([
    ['cron: "30 3 * * 2-6", timezone: America/New_York'],
    ['cron: "0 0 1 * *", timezone: UTC'],
    ['cron: "0 0 ? * 1", timezone: UTC'],
    ['cron: "*/15 9-16 * * mon-fri", timezone: US/Eastern'],
    ['cron: "0 0 1 * 1", timezone: Asia/Tokyo, day_mode: or'],
  ])("takes { %s }", async (schedule) => {
    expect(await scheduleProblems(schedule)).toEqual([]);
  });

  it.each([
    ['cron: "0 0 1 * 1", timezone: UTC', "SCHEDULE_INVALID: Both day fields"],
    ['cron: "0 0 30 2 *", timezone: UTC', "it never comes due"],
    ['cron: "0 30 3 * * 2-6", timezone: UTC', "SCHEDULE_INVALID"],
    ['cron: "61 * * * *", timezone: UTC', "SCHEDULE_INVALID"],
    ['cron: "@daily", timezone: UTC', "SCHEDULE_INVALID"],
    ['cron: "0 3 * * *", timezone: "+05:00"', "SCHEDULE_INVALID: There is no time zone"],
    ['cron: "0 3 * * *"', "DAG_KEY_MISSING: A schedule needs a timezone"],
    ["timezone: UTC", "DAG_KEY_MISSING: A schedule needs a cron"],
  ])("refuses { %s }", async (schedule, expected) => {
    const problems = await scheduleProblems(schedule);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });
});

describe("callbacks", () => {
  it("take options, a timeout of their own, and modules beside the DAG", async () => {
    const rest = "before_backtest: [check_data]\nafter_backtest: [{ rank: { top: 5, timeout: 30s } }, ./p.ts#publish]";
    const text = `id: x\nbacktest:\n${BLOCK}${rest}`;
    const { spec, diagnostics } = await loadText(text, worldOf({ "p.ts": "" }));
    expect(diagnostics).toEqual([]);
    expect(spec?.before).toEqual([
      { name: "check_data", ref: { kind: "builtin", name: "check_data" }, options: {}, timeoutMs: 600_000 },
    ]);
    expect(spec?.after).toEqual([
      { name: "rank", ref: { kind: "builtin", name: "rank" }, options: { top: 5 }, timeoutMs: 30_000 },
      {
        name: "./p.ts#publish",
        ref: { kind: "module", path: "/dags/p.ts", exportName: "publish" },
        options: {},
        timeoutMs: 600_000,
      },
    ]);
  });

  it("are refused in Python, whatever the module is", async () => {
    expect(await problemsOf("", "before_backtest: [./clean.py#main]")).toEqual([
      "CALLBACK_INVALID: ./clean.py#main is written in Python; callbacks are modules in TypeScript or JavaScript.",
    ]);
  });

  it("are refused with the option at fault", async () => {
    const { diagnostics } = await load("", "after_backtest: [{ rank: { tpo: 5, timeout: soon } }]");
    expect(diagnostics.map(({ code, column, message }) => [code, column, message])).toEqual([
      ["CALLBACK_INVALID", 33, 'There is no option "tpo".'],
      ["DAG_VALUE_INVALID", 45, 'The timeout must be a duration, not "soon".'],
    ]);
  });
});

describe("alerts", () => {
  it("have defaults, with thresholds of the environment, when a DAG names none", async () => {
    const whens = (await alertsOf("", { ALERT_SHARPE_MIN: "1", ALERT_MAX_DD_PCT: "12.5" }))?.map(({ when }) => when);
    expect(whens).toEqual(["best.sharpe < 1.0", "best.max_drawdown > 0.125", 'run.state == "failed"']);
    expect((await alertsOf(""))?.map(({ when }) => when)).toEqual([
      "best.sharpe < 0.5",
      "best.max_drawdown > 0.2",
      'run.state == "failed"',
    ]);
    expect(await alertsOf("", { ALERT_SHARPE_MIN: "high" })).toBeUndefined();
  });

  it("are none for an empty list, and go to all channels unless told", async () => {
    expect(await alertsOf("alerts: []")).toEqual([]);
    expect(await alertsOf("alerts: [{ name: a, when: best.sharpe < 1 }]")).toEqual([
      { name: "a", when: "best.sharpe < 1", to: ["slack", "email"] },
    ]);
  });

  it("are refused when two have one name, or a condition cannot be evaluated", async () => {
    const rest = "alerts: [{ name: a, when: best.sharp < 1 }, { name: a, when: best.sharpe < 1 }]";
    expect(await problemsOf("", rest)).toEqual([
      'CONDITION_INVALID: Best has no "sharp".',
      'DAG_NAME_DUPLICATE: Two alerts are named "a".',
    ]);
  });
});

describe("the condition of a grid", () => {
  it("is checked even when an axis cannot be used", async () => {
    const problems = await problemsOf(
      "  param_grid: { fast: [5], slow: { from: 1, to: 9, step: 0 } }\n  where: fst < slow",
    );
    expect(problems.map((problem) => problem.split(":", 1)[0])).toEqual(["GRID_INVALID", "CONDITION_INVALID"]);
  });

  it("is reported once", async () => {
    const problems = await problemsOf("  param_grid: { fast: [5] }\n  where: fst < slow");
    expect(problems).toHaveLength(1);
  });
});

describe("the profile", () => {
  it("brings its own rules, each of which a file may set apart", async () => {
    const { settings } = await blockOf("  execution: { profile: vectorbt }");
    expect(settings.execution).toMatchObject({ profile: "vectorbt", fill: "close", lotSize: 0, closeAtEnd: false });
    const whole = await blockOf("  execution: { profile: backtesting.py }");
    expect(whole.settings.execution).toMatchObject({ fill: "open", lotSize: 1, closeAtEnd: true });
    const apart = await blockOf("  execution: { profile: backtesting.py, lot_size: 0, close_at_end: false }");
    expect(apart.settings.execution).toMatchObject({ profile: "backtesting.py", lotSize: 0, closeAtEnd: false });
  });
});
