import { describe, expect, it } from "vitest";
import { isScriptSpec } from "../../../src/factory/dag-spec.ts";
import { loadText, worldOf } from "../support/load-text.ts";

const MIB = 1024 * 1024;

async function load(block: string, rest = "") {
  const lines = block.split("\n").map((line) => `  ${line}`);
  return loadText(["id: one", "backtest:", ...lines, rest].join("\n"), {
    ...worldOf(),
    checkFile: async () => undefined,
  });
}

async function scriptOf(block: string, rest = "") {
  const { spec, diagnostics } = await load(block, rest);
  expect(diagnostics).toEqual([]);
  const [backtest] = spec?.backtests ?? [];
  if (backtest === undefined || !isScriptSpec(backtest)) throw new Error("no script");
  return backtest;
}

async function problemsOf(block: string) {
  return (await load(block)).diagnostics.map(({ code, message, line }) => ({ code, message, line }));
}

describe("a backtest with a script", () => {
  it("has what the file says, and the usual limits", async () => {
    const backtest = await scriptOf(
      `script: ./a.py
inputs: ["data/**/*.csv"]
params: { strategy: short_straddle, capital: 50000, hedged: false }
param_grid: { strike: [atm, otm1], width: { from: 1, to: 3, step: 1 } }
where: strike == "atm" || width > 1
outputs: { trades.csv: { min_trades: 10 } }
objective: total_pnl`,
    );
    expect(backtest).toMatchObject({
      executor: "script",
      data: null,
      strategy: {
        kind: "script",
        path: expect.stringMatching(/\/a\.py$/),
        command: null,
        inputs: [{ folder: "/dags", glob: "data/**/*.csv" }],
        folder: "",
        calendar: null,
        outputs: { files: [{ name: "trades.csv", rules: { min_trades: 10 } }] },
        resources: {
          memoryBytes: 4096 * MIB,
          logBytes: 64 * MIB,
          priority: "low",
          isolation: "normal",
          graceMs: 5000,
        },
      },
      cellTimeoutMs: 3_600_000,
      params: { strategy: "short_straddle", capital: 50_000, hedged: false },
      grid: {
        axes: [
          { name: "strike", kind: "list" },
          { name: "width", kind: "range", count: 3 },
        ],
      },
      settings: { initialCapital: 50_000 },
      objective: "total_pnl",
    });
  });

  it("may say them otherwise, also key by key", async () => {
    const resources = "resources: { memory: 512MB, timeout: 10m, priority: normal, isolation: strict, grace: 0s }";
    const { strategy, cellTimeoutMs } = await scriptOf(`script: ./a.py\n${resources}`);
    expect(cellTimeoutMs).toBe(600_000);
    expect(strategy.resources).toEqual({
      memoryBytes: 512 * MIB,
      logBytes: 64 * MIB,
      priority: "normal",
      isolation: "strict",
      graceMs: 0,
    });
  });

  it("knows its capital from the file, else from what it tells the script, else the usual one", async () => {
    const capital = async (block: string) => (await scriptOf(`script: ./a.py\n${block}`)).settings.initialCapital;
    expect(await capital("initial_capital: 7\nparams: { capital: 8 }")).toBe(7);
    expect(await capital("params: { initial_capital: 9, capital: 8 }")).toBe(9);
    expect(await capital("params: { capital: many }")).toBe(1_000_000);
  });

  it("is held to the market of its schedule unless it names another one", async () => {
    const schedule = "schedule: { calendar: XNYS, at: close + 30m }";
    expect((await scriptOf("script: ./a.py", schedule)).strategy.calendar).toBe("XNYS");
    expect((await scriptOf("script: ./a.py\ncalendar: XLON", schedule)).strategy.calendar).toBe("XLON");
  });

  it("among several has a folder of its own", async () => {
    const text = "id: two\nbacktests:\n  a: { script: ./a.py }\n  backtest: { command: [sh, -c, 'exit 0'] }";
    const { spec } = await loadText(text, { ...worldOf(), checkFile: async () => undefined });
    const folders = spec?.backtests.map((one) => (isScriptSpec(one) ? one.strategy.folder : null));
    expect(folders).toEqual(["a", "backtest"]);
  });

  it.each([
    ["script: ./a.py\nstrategy: sma_cross", "DAG_KEY_CONFLICT", "strategy"],
    ["script: ./a.py\ndata: { dataset: sp500 }", "DAG_KEY_CONFLICT", '"data" is for strategies that the engine trades'],
    ["script: ./a.py\ncosts: { commission_bps: 1 }", "DAG_KEY_CONFLICT", '"costs"'],
    ["script: ./a.py\nparams: { output_dir: /x }", "PARAM_INVALID", "told by Nightgrid"],
    ["script: ./a.py\nparams: { 'two words': 1 }", "PARAM_INVALID", "no name of a flag"],
    ["script: ./a.py\nparam_grid: { '-x': [1] }", "PARAM_INVALID", "no name of a flag"],
    ['script: ./a.py\nparams: { a: "x\\0y" }', "YAML_LIMIT", "NUL"],
    ["script: ./a.py\ncommand: [python3, '{scirpt}']", "DAG_VALUE_INVALID", "{scirpt} stands for nothing"],
    ["script: ./a.py\ninputs: [/etc/passwd]", "FILE_OUTSIDE_PROJECT", "no part of the project"],
    ["script: ./a.py\nobjective: pbo", "DAG_VALUE_INVALID", "one number for the whole sweep"],
    ["script: ./a.py\nobjective: Sharpe Ratio", "DAG_VALUE_INVALID", '"objective" cannot be "Sharpe Ratio"'],
    ["script: ./a.py\nresources: { memory: lots }", "DAG_VALUE_INVALID", "memory"],
    ["script: ./a.py\noutputs: { trades.csv: { min_trads: 1 } }", "DAG_KEY_UNKNOWN", "min_trads"],
    ["strategy: sma_cross\ndata: { dataset: sp500 }\ninputs: [a]", "DAG_KEY_CONFLICT", '"inputs" belongs to a script'],
    [
      "strategy: sma_cross\ndata: { dataset: sp500 }\nobjective: total_pnl",
      "DAG_VALUE_INVALID",
      '"objective" must be one of',
    ],
  ])("%s is refused", async (block, code, message) => {
    expect(await problemsOf(block)).toContainEqual({
      code,
      message: expect.stringContaining(message),
      line: expect.any(Number),
    });
  });

  it("that is not there is told at its place", async () => {
    const { diagnostics } = await loadText("id: one\nbacktest:\n  script: ./gone.py");
    expect(diagnostics).toMatchObject([{ code: "FILE_NOT_FOUND", line: 3 }]);
  });

  it("warns of an objective whose better end nobody knows", async () => {
    const { diagnostics } = await load("script: ./a.py\nobjective: edge");
    expect(diagnostics).toMatchObject([
      { severity: "warning", message: expect.stringContaining("highest edge rank first") },
    ]);
  });
});

describe("retries of programs", () => {
  it("may be counted by exit code, on the whole and for one backtest", async () => {
    const { spec, diagnostics } = await loadText(
      "id: one\nretry: { limit: 1, exit_codes: { '75': 5, '3': 0 } }\nbacktest: { script: ./a.py, retry: { exit_codes: { '3': 2 } } }",
      { ...worldOf(), checkFile: async () => undefined },
    );
    expect(diagnostics).toEqual([]);
    expect(spec?.retry.exitCodes).toEqual({ 75: 5, 3: 0 });
    expect(spec?.backtests[0]?.retry?.exitCodes).toEqual({ 75: 5, 3: 2 });
  });

  it.each(["'0': 1", "'256': 1", "x: 1", "'3': -1"])("of { %s } are refused", async (codes) => {
    const { spec } = await load("script: ./a.py", `retry: { exit_codes: { ${codes} } }`);
    expect(spec).toBeNull();
  });
});
