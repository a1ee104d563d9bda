import type { BacktestResult } from "../../../../engine/backtest.ts";
import type { Bars } from "../../../../engine/bars.ts";

/**
 * Units of each symbol held at the close of each bar, signed; told by the fills, since the result has one curve for all
 * symbols together.
 */
export function heldUnits(
  { time, orders }: Pick<BacktestResult, "time" | "orders">,
  bars: readonly Bars[],
): readonly Float64Array[] {
  const places = new Map(Array.from(time, (at, bar) => [at, bar]));
  const bySymbol = Map.groupBy(orders, ({ symbol }) => symbol);
  return bars.map(({ symbol }) => {
    const units = new Float64Array(time.length);
    const own = bySymbol.get(symbol) ?? [];
    for (const [index, order] of own.entries()) {
      const from = places.get(order.time) ?? order.bar;
      const next = own[index + 1];
      units.fill(order.position, from, next === undefined ? time.length : (places.get(next.time) ?? next.bar));
    }
    return units;
  });
}
