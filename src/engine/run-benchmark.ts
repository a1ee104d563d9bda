import type { BacktestRequest, BacktestResult } from "./backtest.ts";
import { profileOf } from "./profiles/registry.ts";
import type { ExecutionModel } from "./settings.ts";
import { runBacktest } from "./run-backtest.ts";
import { buyAndHold } from "./strategies/buy-and-hold.ts";
import { equalWeight } from "./strategies/equal-weight.ts";

/**
 * What the market gave: buy and hold over the bars of a sweep with its costs, of several symbols in equal parts. Always long,
 * surely filled, without borrowed money and in fractions of a unit, whatever the cells of the sweep do: a yardstick
 * that could not afford one whole unit would say 0 % of any market.
 */
export function runBenchmark({ bars, settings }: Pick<BacktestRequest, "bars" | "settings">): BacktestResult {
  const { costs, execution } = settings;
  return runBacktest({
    strategy: bars.length > 1 ? equalWeight : buyAndHold,
    bars,
    settings: {
      ...settings,
      costs: { ...costs, fillProbability: 1 },
      execution: { ...execution, direction: "long", leverage: 1, lotSize: smallestLot(execution) },
    },
    params: {},
  });
}

/** Where 0 is not a fraction of any size but whole units, a small one. */
function smallestLot({ profile }: ExecutionModel): number {
  return profileOf(profile).traits.wholeUnits ? 1e-9 : 0;
}
