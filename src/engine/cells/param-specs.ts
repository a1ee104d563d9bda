import type { NumberParam, ParamSpecs } from "../../core/params.ts";
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
} as const satisfies Readonly<Record<string, NumberParam>>;

/** What `params` and `param_grid` of a strategy may hold: its own parameters, then the trade parameters. */
export function paramSpecsOf(strategy: Pick<Strategy, "params">): ParamSpecs {
  const trade = Object.entries(TRADE_PARAMS).filter(([name]) => !Object.hasOwn(strategy.params, name));
  return { ...strategy.params, ...Object.fromEntries(trade) };
}
