import type { NumberParam, ParamSpecs } from "../../core/params/param-spec.ts";
import type { Strategy } from "../strategy.ts";

/**
 * Parameters that any strategy's cells may carry. One that is absent leaves the setting of
 * the backtest block as it is; one that is present overrides it for that cell.
 */
export const TRADE_PARAMS = {
  position_size: {
    kind: "float",
    default: 1,
    min: 0,
    max: 1,
    optional: true,
    description: "Fraction of the available equity spent per entry, commission included",
  },
  commission_bps: {
    kind: "float",
    default: 0,
    min: 0,
    max: 5000,
    optional: true,
    description: "Commission of each side, in hundredths of a percent of the traded value",
  },
  slippage_bps: {
    kind: "float",
    default: 0,
    min: 0,
    max: 5000,
    optional: true,
    description: "Slippage of each side, in hundredths of a percent of the price",
  },
  borrow_bps: {
    kind: "float",
    default: 0,
    min: 0,
    max: 100_000,
    optional: true,
    description: "Cost of borrowing what is sold short, in bps of its value a year (profile native)",
  },
  stop_loss_pct: {
    kind: "float",
    default: 0,
    min: 0,
    max: 100,
    optional: true,
    unit: "percent",
    description: "Leaves when the price is so many percent worse than at the entry: 5 is 5 %; 0 is off",
  },
  take_profit_pct: {
    kind: "float",
    default: 0,
    min: 0,
    optional: true,
    unit: "percent",
    description: "Leaves when the price is so many percent better than at the entry; 0 is off",
  },
  trailing_stop_pct: {
    kind: "float",
    default: 0,
    min: 0,
    max: 100,
    optional: true,
    unit: "percent",
    description: "Leaves when the price is so many percent worse than the best since the entry; 0 is off",
  },
  cooldown_period: {
    kind: "int",
    default: 0,
    min: 0,
    optional: true,
    description: "No entry at the bar of an exit and this many bars after it; 0 is off",
  },
  max_holding: {
    kind: "int",
    default: 0,
    min: 0,
    optional: true,
    description: "Leaves after this many bars; 0 is off",
  },
  max_single_position_var: {
    kind: "float",
    default: 0,
    min: 0,
    max: 1,
    optional: true,
    description:
      "Cuts a position whose one-bar value at risk (95 %) is more than this fraction of the account (profile native); 0 is off",
  },
  max_portfolio_var: {
    kind: "float",
    default: 0,
    min: 0,
    max: 1,
    optional: true,
    description:
      "Cuts all positions together to this one-bar value at risk (95 %) of the account (profile native); 0 is off",
  },
  volatility_target: {
    kind: "float",
    default: 0,
    min: 0,
    optional: true,
    unit: "fraction",
    description:
      "Cuts entries to this annual volatility of the account, by the last 60 bars (profile native); 0 is off",
  },
  order_units: {
    kind: "float",
    default: 0,
    min: 0,
    optional: true,
    description: "At most this many units per entry (profile native, one symbol); 0 is off",
  },
  order_cash: {
    kind: "float",
    default: 0,
    min: 0,
    optional: true,
    description: "At most this much money per entry, commission included (profile native, one symbol); 0 is off",
  },
} as const satisfies Readonly<Record<string, NumberParam>>;

/** What `params` and `param_grid` of a strategy may hold: its own parameters, then the trade parameters. */
export function paramSpecsOf(strategy: Pick<Strategy, "params">): ParamSpecs {
  const trade = Object.entries(TRADE_PARAMS).filter(([name]) => !Object.hasOwn(strategy.params, name));
  return { ...strategy.params, ...Object.fromEntries(trade) };
}
