import { beforeAll, describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 240_000;
const project = await createCliProject();

function dag(id: string, study: string, rest = ""): string {
  return `id: ${id}
backtest:
  strategy: sma_cross
  data: { dataset: sp500, symbols: [SPX], timeframe: 1d }
  costs: { commission_bps: 10 }
  param_grid: { fast: [10, 20], slow: [100, 200] }
  ${study}
${rest === "" ? "alerts: []\n" : rest}`;
}

async function run(id: string, ...more: readonly string[]) {
  const { code } = await project.json("run", ["run", id, ...more]);
  expect(code).toBe(0);
  const { document } = await project.json("run", ["show", "last"]);
  return document;
}

let shown: Awaited<ReturnType<typeof run>>;

const ALERTS = `after_backtest: [tearsheet]
alerts:
  - { name: thin, when: best.break_even_bps < 100000.0 }
  - { name: thick, when: best.break_even_bps > 100000.0 }
  - { name: late, when: sensitivity.delay_sharpe < 100.0 }
`;

beforeAll(async () => {
  project.write("dags/worse.yaml", dag("worse", "sensitivity: { draws: 20, seed: 3 }", ALERTS));
  shown = await run("worse");
}, TIMEOUT);

describe("the best cell under worse execution", () => {
  it("is as it was where nothing is worse, and is traded once for each of delay, slippage and missed fills", () => {
    const found = shown.rankings[0]?.sensitivity;
    const best = shown.rankings[0]?.best[0];
    expect(found?.metrics).toEqual(["sharpe", "total_return", "max_drawdown", "total_trades"]);
    const known: Readonly<Record<string, number | null>> = best?.metrics ?? {};
    for (const id of found?.metrics ?? []) expect(found?.real[id]).toBe(known[id]);
    expect(found?.rows.map(({ change, amount }) => `${change} ${amount}`)).toEqual([
      "delay 1",
      "delay 2",
      "delay 5",
      "slippage 1",
      "slippage 5",
      "slippage 10",
      "slippage 20",
      "missed_fills 0.05",
      "missed_fills 0.1",
      "missed_fills 0.25",
    ]);
    expect(found?.rows.every(({ refused }) => refused === null)).toBe(true);
    expect(shown.tasks.map(({ key }) => key)).toContain("backtest.sensitivity");
  });

  it(
    "of so many bars or bps more is the backtest whose file says so",
    async () => {
      const best = shown.rankings[0]?.best[0]?.params ?? {};
      const one = (id: string, more: string) =>
        dag(id, more).replace(/param_grid: .*/, `params: { fast: ${best["fast"]}, slow: ${best["slow"]} }`);
      project.write("dags/late.yaml", one("late", "execution: { execution_delay: 3 }"));
      project.write(
        "dags/dear.yaml",
        one("dear", "x: 1")
          .replace("commission_bps: 10", "commission_bps: 10, slippage_bps: 20")
          .replace("  x: 1\n", ""),
      );
      const rows = shown.rankings[0]?.sensitivity?.rows ?? [];
      for (const [id, change, amount] of [
        ["late", "delay", 2],
        ["dear", "slippage", 20],
      ] as const) {
        const alone = (await run(id)).rankings[0]?.best[0]?.metrics;
        const row = rows.find((each) => each.change === change && each.amount === amount);
        expect(row?.figures["sharpe"]).toBe(alone?.["sharpe"]);
        expect(row?.figures["total_return"]).toBe(alone?.["total_return"]);
      }
    },
    TIMEOUT,
  );

  it("loses more the more it costs, and what one draw in twenty does not reach is below the median", () => {
    const rows = shown.rankings[0]?.sensitivity?.rows ?? [];
    const dearer = rows
      .filter(({ change }) => change === "slippage")
      .map(({ figures }) => figures["total_return"] ?? 0);
    expect(dearer).toEqual(dearer.toSorted((one, other) => other - one));
    for (const { figures, worst } of rows.filter(({ change }) => change === "missed_fills")) {
      expect(worst?.["sharpe"] ?? 9).toBeLessThanOrEqual(figures["sharpe"] ?? 0);
      expect(worst?.["max_drawdown"] ?? 0).toBeGreaterThanOrEqual(figures["max_drawdown"] ?? 9);
    }
  });

  it(
    "comes to the same bytes each time",
    async () => {
      const again = await run("worse");
      expect(again.rankings[0]?.sensitivity).toEqual(shown.rankings[0]?.sensitivity);
    },
    TIMEOUT,
  );

  it("is heard by alert rules, as the break-even cost of the best cell is", () => {
    const fired = shown.alerts.map(({ rule, kind }) => `${rule} ${kind}`);
    expect(fired.toSorted()).toEqual(["late fired", "thin fired"]);
    expect(shown.rankings[0]?.sensitivity?.statistics["break_even_bps"]).toBeGreaterThan(20);
  });

  it("is planned: what is traded how often, and what it took the last time", async () => {
    const { document, stdout: json } = await project.json("plan", ["plan", "worse"]);
    expect(document.backtests[0]?.sensitivity).toMatchObject({ backtests: 68, draws: 20, seed: 3, delay: [1, 2, 5] });
    expect(document.backtests[0]?.sensitivity?.estimate_ms, json).toBeGreaterThan(0);
    const { stdout } = await project.run(["plan", "worse"]);
    expect(stdout).toMatch(
      /sensitivity: the best cell traded 68 times: 1, 2, 5 bars later; 1, 5, 10, 20 bps more; 5%, 10%, 25% missed \(20 draws, seed 3\); about \d/,
    );
  });

  it("is printed as a sentence and a table", async () => {
    const { stdout } = await project.run(["show", "last"]);
    expect(stdout).toMatch(/Sensitivity: (Holds up|Weak|Fails): its Sharpe ratio of \d/);
    expect(stdout).toMatch(/fills 2 bars later +-?\d/);
    expect(stdout).toMatch(/one draw in twenty is worse +-?\d/);
  });

  it(
    "of a metric that is made of the curve is measured too, and what cannot be traded has its reason",
    async () => {
      const study = `objective: break_even_bps
  params: { slippage_bps: 2 }
  sensitivity: { delay: [1], slippage_bps: [5, 4999], missed_fills: [], draws: 1 }`;
      project.write("dags/curve.yaml", dag("curve", study));
      const found = (await run("curve")).rankings[0];
      expect(found?.sensitivity?.metrics[0]).toBe("break_even_bps");
      expect(found?.sensitivity?.real["break_even_bps"]).toBe(found?.best[0]?.metrics?.["break_even_bps"]);
      expect(found?.sensitivity?.real["break_even_bps"]).toBe(found?.sensitivity?.statistics["break_even_bps"]);
      const dearer = found?.sensitivity?.rows.find(({ change }) => change === "slippage")?.figures["break_even_bps"];
      expect(found?.sensitivity?.rows.at(-1)).toMatchObject({
        amount: 4999,
        refused: expect.stringContaining("slippage_bps"),
      });
      expect((found?.sensitivity?.real["break_even_bps"] ?? 0) - (dearer ?? 0)).toBeCloseTo(5, 0);
    },
    TIMEOUT,
  );
});

describe("what a file asks for in vain", () => {
  it.each([
    ["sensitivity: { delay: [0] }", "delay"],
    ["sensitivity: { missed_fills: [1] }", "missed_fills"],
    ["sensitivity: { delay: [], slippage_bps: [], missed_fills: [] }", "asks for nothing"],
    ["sensitivity: { delay: [1] }\n  execution: { fill: close }", "cannot come later"],
    ["sensitivity: { delays: [1] }", "delay"],
  ])("%s is refused", async (study, said) => {
    project.write("dags/wrong.yaml", dag("wrong", study));
    const { code, stdout, stderr } = await project.run(["validate", "dags/wrong.yaml"]);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain(said);
  });
});
