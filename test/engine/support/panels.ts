import type { Bars } from "../../../src/engine/bars.ts";
import { definePanelStrategy, type PanelStrategy, type Targets } from "../../../src/engine/strategy.ts";
import { DAY_MS, flatBars } from "./sample-bars.ts";

/** A strategy that aims at what it is told. */
export function aiming(targets: Targets): PanelStrategy {
  return definePanelStrategy({ name: "aiming", params: {}, targets: () => targets });
}

/** Target weights at the bars of `due`, the same each time. */
export function fixedTargets(barCount: number, due: readonly number[], weights: readonly number[]): Targets {
  return {
    rebalance: Uint8Array.from({ length: barCount }, (_, bar) => (due.includes(bar) ? 1 : 0)),
    weights: weights.map((weight) => new Float64Array(barCount).fill(weight)),
  };
}

/** Flat bars of one symbol, from that day on. */
export function named(symbol: string, prices: readonly number[], from = 0): Bars {
  const bars = flatBars(prices);
  return { ...bars, symbol, time: bars.time.map((time) => time + from * DAY_MS) };
}
