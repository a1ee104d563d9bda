import { describe, expect, it } from "vitest";
import { paramSpecsOf, TRADE_PARAMS } from "../../../src/engine/cells/param-specs.ts";
import { checkSettings } from "../../../src/engine/fills/check-settings.ts";
import { cellRules } from "../../../src/engine/cells/cell-rules.ts";
import type { TradingRules } from "../../../src/engine/fills/trading-rules.ts";
import { vectorbt } from "../../../src/engine/profiles/vectorbt.ts";
import type { BacktestSettings } from "../../../src/engine/settings.ts";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import { backtestSchema } from "../../../src/factory/schema/backtest-schema.ts";
import { SETTING_GROUPS } from "../../../src/factory/schema/setting-keys.ts";
import { loadText, worldOf } from "../support/load-text.ts";

/** One key of a DAG file: a value that is not its default, and what the engine gets for it. */
interface Switch {
  readonly yaml: number | string | boolean;
  readonly settings?: DeepPartial<BacktestSettings>;
  readonly rules?: Partial<TradingRules>;
  /** What it takes beside it, as YAML of the block. */
  readonly beside?: string;
}

type DeepPartial<T> = { readonly [K in keyof T]?: T[K] extends object ? Partial<T[K]> : T[K] };

const IN_COSTS: Readonly<Record<keyof typeof SETTING_GROUPS.costs.keys, Switch>> = {
  commission_bps: { yaml: 7, settings: { costs: { commissionBps: 7 } }, rules: { commissionRate: 0.0007 } },
  commission_per_share: {
    yaml: 0.005,
    settings: { costs: { commissionPerShare: 0.005 } },
    rules: { commissionPerShare: 0.005 },
  },
  commission_min: { yaml: 1.5, settings: { costs: { commissionMin: 1.5 } }, rules: { commissionMin: 1.5 } },
  commission_fixed: { yaml: 2, settings: { costs: { commissionFixed: 2 } }, rules: { commissionFixed: 2 } },
  slippage_bps: { yaml: 4, settings: { costs: { slippageBps: 4 } }, rules: { slippage: 0.0004 } },
  slippage_pct: { yaml: 0.001, settings: { costs: { slippageBps: 10 } }, rules: { slippage: 0.001 } },
  spread_bps: { yaml: 6, settings: { costs: { spreadBps: 6 } }, rules: { slippage: 0.0003 } },
  spread_cost_pct: { yaml: 0.0004, settings: { costs: { spreadBps: 4 } }, rules: { slippage: 0.0002 } },
  borrow_bps: { yaml: 300, settings: { costs: { borrowBps: 300 } }, rules: { borrowRate: 0.03 } },
  borrow_rate: { yaml: 0.02, settings: { costs: { borrowBps: 200 } }, rules: { borrowRate: 0.02 } },
  fill_probability: { yaml: 0.9, settings: { costs: { fillProbability: 0.9 } }, rules: { fillProbability: 0.9 } },
};

const IN_EXECUTION: Readonly<Record<keyof typeof SETTING_GROUPS.execution.keys, Switch>> = {
  profile: { yaml: "vectorbt", settings: { execution: { profile: "vectorbt" } }, rules: { traits: vectorbt.traits } },
  fill: { yaml: "close", settings: { execution: { fill: "close" } }, rules: { fillAtClose: true, delay: 0 } },
  execution_delay: { yaml: 3, settings: { execution: { executionDelay: 3 } }, rules: { delay: 3 } },
  direction: { yaml: "both", settings: { execution: { direction: "both" } }, rules: { direction: "both" } },
  lot_size: { yaml: 10, settings: { execution: { lotSize: 10 } }, rules: { lotSize: 10 } },
  close_at_end: { yaml: true, settings: { execution: { closeAtEnd: true } }, rules: { closeAtEnd: true } },
  intrabar: {
    yaml: "ohlc",
    settings: { execution: { intrabar: "ohlc" } },
    rules: { stopOrder: "ohlc" },
  },
  leverage: {
    yaml: 2,
    settings: { execution: { leverage: 2 } },
    rules: { leverage: 2 },
    beside: "execution: { profile: backtesting.py }",
  },
  hedging: {
    yaml: true,
    settings: { execution: { hedging: true } },
    rules: { hedging: true },
    beside: "execution: { profile: backtesting.py }",
  },
  exclusive_orders: {
    yaml: true,
    settings: { execution: { exclusiveOrders: true } },
    rules: { exclusiveOrders: true },
    beside: "execution: { profile: backtesting.py }",
  },
};

const OFF = {
  stopLoss: Number.POSITIVE_INFINITY,
  takeProfit: Number.POSITIVE_INFINITY,
  trailing: Number.POSITIVE_INFINITY,
};

const IN_PARAMS: Readonly<Record<keyof typeof TRADE_PARAMS, Switch>> = {
  position_size: { yaml: 0.5, rules: { positionSize: 0.5 } },
  commission_bps: { yaml: 9, rules: { commissionRate: 0.0009 } },
  slippage_bps: { yaml: 8, rules: { slippage: 0.0008 } },
  borrow_bps: { yaml: 100, rules: { borrowRate: 0.01 } },
  stop_loss_pct: { yaml: 5, rules: { stops: { ...OFF, stopLoss: 0.05 } } },
  take_profit_pct: { yaml: 20, rules: { stops: { ...OFF, takeProfit: 0.2 } } },
  trailing_stop_pct: { yaml: 10, rules: { stops: { ...OFF, trailing: 0.1 } } },
  cooldown_period: { yaml: 5, rules: { cooldown: 5 } },
  max_holding: { yaml: 30, rules: { maxHolding: 30 } },
  max_single_position_var: { yaml: 0.005, rules: { maxSinglePositionVar: 0.005 } },
  max_portfolio_var: { yaml: 0.02, rules: { maxPortfolioVar: 0.02 } },
  volatility_target: { yaml: 0.16, rules: { volatilityPerBar: 0.01 } },
  order_units: { yaml: 100, rules: { orderUnits: 100 } },
  order_cash: { yaml: 5000, rules: { orderCash: 5000 } },
};

/** Keys of the block itself that the engine reads. */
const IN_BLOCK: Readonly<Record<string, Switch>> = {
  initial_capital: { yaml: 5000, settings: { initialCapital: 5000 }, rules: { initialCapital: 5000 } },
  risk_free_rate: { yaml: 0.02, settings: { riskFreeRate: 0.02 } },
  seed: { yaml: 42, settings: { seed: 42 } },
};

/** Those of the block that mean something else than a setting of the engine. */
const NO_SETTING =
  "executor batch_job_queue batch_job_definition s3_bucket db_config strategy script command inputs outputs calendar resources data start_date end_date lookback costs execution params param_grid where exclude add max_cells objective min_trades sampling cell_timeout timeout retry pool volatile needs trigger_rule min_success walk_forward cpcv monte_carlo sensitivity regression search".split(
    " ",
  );

async function engineOf(block: string) {
  const hold = builtinStrategy("buy_and_hold");
  const world = worldOf();
  const strategies = {
    ...world.strategies,
    builtin: () => ({ name: hold.name, params: paramSpecsOf(hold), kind: "signals" as const }),
  };
  const lines = ["strategy: buy_and_hold", "data: { dataset: sp500, bars_per_year: 256 }", block];
  const text = ["id: one", "backtest:", ...lines.flatMap((line) => line.split("\n")).map((line) => `  ${line}`)].join(
    "\n",
  );
  const { spec, diagnostics } = await loadText(text, { ...world, strategies });
  const [backtest] = spec?.backtests ?? [];
  if (backtest === undefined) throw new Error(JSON.stringify(diagnostics));
  const { settings, params, sampling } = backtest;
  const whole = { ...settings, barsPerYear: settings.barsPerYear ?? Number.NaN };
  checkSettings(whole);
  return { settings: whole, rules: cellRules(whole, params), sampling };
}

/** Holds with the key, and does not hold without it. */
async function expectSwitch({ settings, rules, beside = "" }: Switch, block: string): Promise<void> {
  const [without, within] = await Promise.all([engineOf(beside), engineOf(block)]);
  if (settings !== undefined) {
    expect(within.settings).toMatchObject(settings);
    expect(without.settings).not.toMatchObject(settings);
  }
  if (rules !== undefined) {
    expect(roundedRules(within.rules)).toMatchObject(roundedRules(rules));
    expect(roundedRules(without.rules)).not.toMatchObject(roundedRules(rules));
  }
}

/** 7 × 0.0001 is 0.0007000000000000001. */
function roundedRules(rules: Partial<TradingRules>): Readonly<Record<string, unknown>> {
  const rounded = (value: unknown) => (typeof value === "number" ? Number(value.toPrecision(12)) : value);
  return Object.fromEntries(Object.entries(rules).map(([name, value]) => [name, rounded(value)]));
}

const rowsOf = (table: Readonly<Record<string, Switch>>) => Object.entries(table);

describe("a key of a DAG file reaches the engine", () => {
  it.each(rowsOf(IN_COSTS))("costs.%s", (key, row) => expectSwitch(row, `costs: { ${key}: ${row.yaml} }`));

  it.each(rowsOf(IN_EXECUTION))("execution.%s", (key, row) => {
    const { beside = "" } = row;
    const block = beside.startsWith("execution: {")
      ? beside.replace(" }", `, ${key}: ${row.yaml} }`)
      : `${beside}\nexecution: { ${key}: ${row.yaml} }`;
    return expectSwitch(row, block);
  });

  it.each(rowsOf(IN_PARAMS))("params.%s", (key, row) => expectSwitch(row, `params: { ${key}: ${row.yaml} }`));

  it.each(rowsOf(IN_BLOCK))("%s", (key, row) => expectSwitch(row, `${key}: ${row.yaml}`));

  it("data.bars_per_year and sampling", async () => {
    const { settings, sampling } = await engineOf("sampling: day");
    expect({ barsPerYear: settings.barsPerYear, sampling }).toEqual({ barsPerYear: 256, sampling: "day" });
  });

  it("whichever it is: a new one without a row here fails", () => {
    expect(Object.keys(IN_COSTS)).toEqual(Object.keys(SETTING_GROUPS.costs.keys));
    expect(Object.keys(IN_EXECUTION)).toEqual(Object.keys(SETTING_GROUPS.execution.keys));
    expect(Object.keys(IN_PARAMS)).toEqual(Object.keys(TRADE_PARAMS));
    const keys = Object.keys(backtestSchema.properties);
    expect(keys.toSorted()).toEqual([...Object.keys(IN_BLOCK), ...NO_SETTING].toSorted());
  });
});

it("what is not given keeps the keys of results as they were", async () => {
  const { settings } = await engineOf("");
  expect(Object.keys(settings).sort()).toEqual(["barsPerYear", "costs", "execution", "initialCapital", "seed"]);
});
