import type { BarRange } from "../../core/values/bar-range.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { StrategyPanel } from "../frames/strategy-panel.ts";
import type { Indicators } from "../indicators/indicators.ts";
import type { PanelStrategy, Targets } from "../strategy.ts";

function isWhole(column: unknown): boolean {
  return ArrayBuffer.isView(column) && column.byteLength > 0;
}

/**
 * The strategy over part of a panel: it says what it wants of the history, up to the end of the part, and what it says of
 * earlier bars is dropped. It begins without a position, and gets one at the first bar of the part at which it rebalances.
 *
 * @param given the history, which ends with the part, and indicators over it
 */
export function rangeOfPanel(
  strategy: PanelStrategy,
  { from, to }: BarRange,
  given: { readonly panel: StrategyPanel; readonly indicators: Indicators },
): PanelStrategy {
  const cut = <T extends Float64Array | Uint8Array>(column: T): T => column.subarray(from, to) as T;
  return {
    ...strategy,
    targets({ params }: { readonly params: Params }): Targets {
      const said = strategy.targets({ ...given, params });
      const { rebalance, weights, scores } = said ?? {};
      // What is no list of columns is refused by whoever asked, in the words that a whole panel gets.
      if (!isWhole(rebalance) || !Array.isArray(weights) || !weights.every(isWhole)) return said;
      return {
        rebalance: cut(rebalance),
        weights: weights.map(cut),
        ...(scores !== undefined && { scores: scores.map(cut) }),
      };
    },
  };
}
