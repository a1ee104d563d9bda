import type { BacktestResult } from "../../engine/backtest.ts";
import { runBacktest } from "../../engine/run-backtest.ts";
import { buyAndHold } from "../../engine/strategies/buy-and-hold.ts";
import { equalWeight } from "../../engine/strategies/equal-weight.ts";
import type { Sweep } from "../sweep/open-sweep.ts";

/**
 * What the market gave: buy and hold over the bars of a sweep with its costs, of several symbols in equal parts. Always long,
 * surely filled and without borrowed money, whatever the cells of the sweep do.
 */
export function runBenchmark({ bars, settings }: Pick<Sweep, "bars" | "settings">): BacktestResult {
  const { costs, execution } = settings;
  return runBacktest({
    strategy: bars.length > 1 ? equalWeight : buyAndHold,
    bars,
    settings: {
      ...settings,
      costs: { ...costs, fillProbability: 1 },
      execution: { ...execution, direction: "long", leverage: 1 },
    },
    params: {},
  });
}
