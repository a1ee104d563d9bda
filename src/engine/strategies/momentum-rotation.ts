import { definePanelStrategy } from "../strategy.ts";
import { rebalanceBars } from "./rebalance-bars.ts";

/** Holds the symbols that rose most over `lookback` bars, in equal parts, and rotates every `rebalance_period` bars. */
export const momentumRotation = definePanelStrategy({
  name: "momentum_rotation",
  description: "Holds the strongest symbols of the universe in equal parts, chosen anew at regular intervals",
  params: {
    lookback: { kind: "int", default: 126, min: 1, max: 2000, description: "Bars over which the rise is measured" },
    top: { kind: "int", default: 3, min: 1, max: 1000, description: "How many symbols are held" },
    rebalance_period: { kind: "int", default: 21, min: 1, max: 1000, description: "Bars between two rotations" },
    only_rising: { kind: "bool", default: true, description: "Leaves the share of a symbol that fell in cash" },
  },
  warmup: ({ lookback }) => lookback,
  targets: ({ panel, params: { lookback, top, rebalance_period, only_rising } }) => {
    const barCount = panel.time.length;
    const rebalance = rebalanceBars(barCount, lookback, rebalance_period);
    const weights = panel.symbols.map(() => new Float64Array(barCount));
    const scores = panel.symbols.map(() => new Float64Array(barCount).fill(Number.NaN));
    for (let bar = lookback; bar < barCount; bar++) {
      if (rebalance[bar] === 0) continue;
      const rises = panel.closes.map((close, asset) => ({
        asset,
        rise: (close[bar] ?? Number.NaN) / (close[bar - lookback] ?? Number.NaN) - 1,
      }));
      for (const { asset, rise } of rises) scores[asset]?.fill(rise, bar, bar + 1);
      const chosen = rises
        .filter(({ rise }) => !Number.isNaN(rise))
        .sort((a, b) => b.rise - a.rise || a.asset - b.asset)
        .slice(0, top)
        .filter(({ rise }) => !only_rising || rise > 0);
      for (const { asset } of chosen) weights[asset]?.fill(1 / top, bar, bar + 1);
    }
    return { rebalance, weights, scores };
  },
});
