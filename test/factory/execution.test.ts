import { describe, expect, it } from "vitest";
import type { ParamSpecs } from "../../src/core/params/param-spec.ts";
import { TRADE_PARAMS } from "../../src/engine/cells/param-specs.ts";
import { loadText, worldOf } from "./support/load-text.ts";

const BLOCK = "  strategy: sma_cross\n  data: { dataset: sp500 }\n";

function load(lines: string) {
  return loadText(`id: x\nbacktest:\n${BLOCK}${lines}\n`, worldOf());
}

async function problemsOf(lines: string): Promise<readonly string[]> {
  const { diagnostics } = await load(lines);
  return diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

describe("the execution", () => {
  it("cannot fill at the open of the signal bar", async () => {
    expect(await problemsOf("  execution: { execution_delay: 0 }")).toHaveLength(1);
    expect(await problemsOf("  execution: { execution_delay: 0, fill: close }")).toEqual([]);
  });

  it("cannot wait for a fill at the close of the signal's own bar", async () => {
    expect(await problemsOf("  execution: { execution_delay: 2, fill: close }")).toEqual([
      "EXECUTION_INVALID: A fill at the close of the signal's own bar cannot come 2 bars later.",
    ]);
    expect(await problemsOf("  execution: { execution_delay: 1, fill: close }")).toEqual([]);
  });

  it("tell of everything that the profile does not know at once, each at the key that was written", async () => {
    const { diagnostics } = await load(
      "  execution: { profile: vectorbt, leverage: 3, hedging: true }\n  costs: { borrow_rate: 0.02 }",
    );
    expect(diagnostics.map(({ path, message, hint }) => [path, message, hint])).toEqual([
      [
        "backtest.execution.leverage",
        'The profile "vectorbt" knows no leverage.',
        "Leave it out, or use the profile backtesting.py.",
      ],
      [
        "backtest.execution.hedging",
        'The profile "vectorbt" knows no hedging.',
        "Leave it out, or use the profile backtesting.py.",
      ],
      [
        "backtest.costs.borrow_rate",
        'The profile "vectorbt" knows no borrow cost.',
        "Leave it out, or use the profile native.",
      ],
    ]);
  });

  it("tell before a run what the profile refuses in every cell", async () => {
    const vectorbt = "  execution: { profile: vectorbt }\n";
    expect(await problemsOf(`${vectorbt}  costs: { commission_min: 1 }`)).toEqual([
      'EXECUTION_INVALID: The profile "vectorbt" knows no smallest commission.',
    ]);
    expect(await problemsOf("  execution: { profile: backtesting.py, intrabar: ohlc }")).toEqual([
      'EXECUTION_INVALID: The profile "backtesting.py" knows no other order of prices inside a bar than its own.',
    ]);
    const unheeded = await problemsOf(
      `${vectorbt}  params: { order_cash: 500 }\n  param_grid: { order_units: [1, 2] }`,
    );
    expect(unheeded.filter((problem) => problem.startsWith("PARAM_INVALID"))).toEqual([
      'PARAM_INVALID: The profile "vectorbt" knows no parameter "order_cash".',
      'PARAM_INVALID: The profile "vectorbt" knows no parameter "order_units".',
    ]);
  });
});

describe("values with a unit", () => {
  it("say what was meant by a percentage, and what a value with its unit ought to be", async () => {
    const { diagnostics } = await load("  risk_free_rate: 2%\n  costs: { slippage_pct: 5, commission_bps: 10 bps }");
    expect(diagnostics.map(({ hint }) => hint)).toEqual([
      "It is a fraction: 0.02 is 2 %.",
      "It is a fraction: 0.05 is 5 %.",
      "Commission in bps of the traded value, each side.",
    ]);
  });

  it("warn of a fraction that may be above 1 but was probably meant in percent", async () => {
    const specs = { volatility_target: { kind: "float", default: 0, optional: true, unit: "fraction" } } as const;
    const { spec, diagnostics } = await loadParams(specs, "params: { volatility_target: 10 }");
    expect(diagnostics.map(({ severity, message, hint }) => [severity, message, hint])).toEqual([
      ["warning", '"volatility_target" of 10 is 1000 %.', "It is a fraction: 0.1 is 10 %."],
    ]);
    expect(spec).not.toBeNull();
    expect((await loadParams(specs, "params: { volatility_target: 1 }")).diagnostics).toEqual([]);
  });
});

function loadParams(params: ParamSpecs, block: string) {
  const world = worldOf();
  const strategies = { ...world.strategies, builtin: (name: string) => ({ name, params, kind: "signals" as const }) };
  return loadText(`id: x\nbacktest:\n${BLOCK}  ${block}\n`, { ...world, strategies });
}

describe("FAULTS 5.4: stops are in percent, slippage is a fraction", () => {
  const warningsOf = async (block: string) => {
    const { spec, diagnostics } = await loadParams(TRADE_PARAMS, block);
    expect(spec).not.toBeNull();
    return diagnostics.map(({ severity, message, hint }) => [severity, message, hint]);
  };
  const doubted = (name: string, value: number, percent: number) => [
    "warning",
    `"${name}" of ${value} is ${value} %, not ${percent} %.`,
    `It is in percent: ${percent} is ${percent} %.`,
  ];

  it.each(["stop_loss_pct", "take_profit_pct", "trailing_stop_pct"])("%s of 5 is meant as it stands", async (name) => {
    expect(await warningsOf(`params: { ${name}: 5 }`)).toEqual([]);
    expect(await warningsOf(`params: { ${name}: 0 }`)).toEqual([]);
    expect(await warningsOf(`param_grid: { ${name}: [0, 5.0, 10.0, 15.0] }`)).toEqual([]);
  });

  it.each(["stop_loss_pct", "take_profit_pct", "trailing_stop_pct"])(
    "%s like a fraction is warned of",
    async (name) => {
      expect(await warningsOf(`params: { ${name}: 0.05 }`)).toEqual([doubted(name, 0.05, 5)]);
      expect(await warningsOf(`param_grid: { ${name}: [0.5, 0.51] }`)).toEqual([doubted(name, 0.5, 50)]);
      expect(await warningsOf(`param_grid: { ${name}: { from: 0.07, to: 1.07, step: 0.5 } }`)).toEqual([
        doubted(name, 0.07, 7),
      ]);
    },
  );

  it("a stop of more than the whole price is refused", async () => {
    const { spec, diagnostics } = await loadParams(TRADE_PARAMS, "params: { stop_loss_pct: 101 }");
    expect(spec).toBeNull();
    expect(diagnostics[0]?.message).toContain("must be at most 100");
  });

  it("slippage_pct and spread_cost_pct of 5 % and more are warned of", async () => {
    expect(await warningsOf("costs: { slippage_pct: 0.05, spread_cost_pct: 0.1 }")).toEqual([
      ["warning", '"slippage_pct" of 0.05 is 5 % of the price.', "It is a fraction. For 0.05 % write slippage_bps: 5."],
      [
        "warning",
        '"spread_cost_pct" of 0.1 is 10 % of the price.',
        "It is a fraction. For 0.1 % write spread_bps: 10.",
      ],
    ]);
    expect(await warningsOf("costs: { slippage_pct: 0.001, spread_cost_pct: 0.0005, borrow_rate: 0.3 }")).toEqual([]);
  });
});
