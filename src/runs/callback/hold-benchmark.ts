import type { BacktestResult } from "../../engine/backtest.ts";
import type { Bars } from "../../engine/bars.ts";
import { runBacktest } from "../../engine/run-backtest.ts";
import type { BacktestSettings } from "../../engine/settings.ts";
import { buyAndHold } from "../../engine/strategies/buy-and-hold.ts";
import { equalWeight } from "../../engine/strategies/equal-weight.ts";

/**
 * Buy and hold, of several symbols in equal parts, with the costs of the backtest but always long and without leverage:
 * what the same money would have become in the market.
 */
export function holdBenchmark(bars: readonly Bars[], settings: BacktestSettings): BacktestResult {
  const execution = { ...settings.execution, direction: "long", leverage: 1 } as const;
  const strategy = bars.length > 1 ? equalWeight : buyAndHold;
  return runBacktest({ bars, settings: { ...settings, execution }, strategy, params: {} });
}
