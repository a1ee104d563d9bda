import type { Bars } from "../../src/engine/bars.ts";

const MINUTE_MS = 60_000;

/** Minute bars from a linear congruential generator: the same on every machine. */
export function randomWalk(barCount: number): Bars {
  let state = 12_345;
  const step = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const close = new Float64Array(barCount);
  let price = 100;
  for (let bar = 0; bar < barCount; bar++) {
    price *= 1 + 0.01 * step();
    close[bar] = price;
  }
  const open = close.map((_, bar) => close[bar - 1] ?? 100);
  return {
    symbol: "WALK",
    time: close.map((_, bar) => bar * MINUTE_MS),
    open,
    high: close.map((own, bar) => Math.max(own, open[bar] ?? own)),
    low: close.map((own, bar) => Math.min(own, open[bar] ?? own)),
    close,
    volume: new Float64Array(barCount),
  };
}
