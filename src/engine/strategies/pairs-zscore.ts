import { isZeroDeviation } from "../../core/numbers/moments.ts";
import type { Indicators } from "../indicators/indicators.ts";
import type { Targets } from "../strategy.ts";
import { definePanelStrategy } from "../strategy.ts";

/**
 * Trades the spread of two symbols, log(first) − hedge_ratio · log(second): short the spread when it is `entry` standard
 * deviations above its mean of `window` bars, long when below, out when it is back within `exit`.
 * Half of the equity goes into the first leg, hedge_ratio times as much, at most another half, into the second.
 */
export const pairsZscore = definePanelStrategy({
  name: "pairs_zscore",
  description: "Bets that the spread of two symbols returns to its mean",
  symbols: { min: 2, max: 2 },
  params: {
    window: { kind: "int", default: 60, min: 2, max: 2000, description: "Bars of mean and deviation of the spread" },
    entry: {
      kind: "float",
      default: 2,
      min: 0.1,
      max: 10,
      description: "Distance from the mean to enter at, in deviations",
    },
    exit: {
      kind: "float",
      default: 0.5,
      min: 0,
      max: 10,
      description: "Distance from the mean to leave at, in deviations",
    },
    hedge_ratio: {
      kind: "float",
      default: 1,
      min: 0.01,
      max: 100,
      description: "Money in the second leg per money in the first",
    },
  },
  warmup: ({ window }) => window,
  targets: ({ panel, params, indicators }) => {
    const [first = new Float64Array(), second = new Float64Array()] = panel.closes;
    const distances = spreadDistances([first, second], params, indicators);
    const leg = 0.5 / Math.max(1, params.hedge_ratio);
    const rebalance = new Uint8Array(first.length);
    const weights: Targets["weights"] = [new Float64Array(first.length), new Float64Array(first.length)];
    let side = 0;
    for (const [bar, distance] of distances.entries()) {
      const before = side;
      if (Math.abs(distance) <= params.exit) side = 0;
      if (distance >= params.entry) side = -1;
      if (distance <= -params.entry) side = 1;
      rebalance[bar] = side === before ? 0 : 1;
      weights[0]?.fill(side * leg, bar, bar + 1);
      weights[1]?.fill(-side * leg * params.hedge_ratio, bar, bar + 1);
    }
    return { rebalance, weights };
  },
});

/** How far the spread is from its mean, in standard deviations; NaN in the warm-up and where the spread does not move. */
function spreadDistances(
  [first, second]: readonly [Float64Array, Float64Array],
  { window, hedge_ratio }: { readonly window: number; readonly hedge_ratio: number },
  indicators: Indicators,
): Float64Array {
  const spread = indicators.own(`spread ${hedge_ratio}`, () =>
    first.map((price, bar) => Math.log(price) - hedge_ratio * Math.log(second[bar] ?? Number.NaN)),
  );
  const start = spread.findIndex((value) => !Number.isNaN(value));
  return indicators.own(`spread distance ${hedge_ratio} ${window}`, () => {
    const distances = new Float64Array(spread.length).fill(Number.NaN);
    if (start < 0) return distances;
    const known = spread.subarray(start);
    const mean = indicators.sma(known, window);
    const deviation = indicators.deviation(known, window);
    for (const [bar, value] of known.entries()) {
      const width = deviation[bar] ?? Number.NaN;
      if (!isZeroDeviation(width, value)) distances[start + bar] = (value - (mean[bar] ?? Number.NaN)) / width;
    }
    return distances;
  });
}
