import { delistingOf } from "../fills/delisting.ts";
import type { TradingRules } from "../fills/trading-rules.ts";
import type { Panel } from "./panel.ts";

/** The end of a symbol of a panel. */
export interface PanelDelisting {
  /** Index of its last bar. */
  readonly bar: number;
  /** What a unit brings after it. */
  readonly price: number;
}

/** Per symbol; null where it is not delisted within the panel, or nobody said what it brings. */
export function panelDelistings(
  { traits, delistings }: Pick<TradingRules, "traits" | "delistings">,
  { bars }: Panel,
): readonly (PanelDelisting | null)[] {
  return bars.map(({ symbol, time, close }) => {
    if (!traits.paysDividends || delistings.length === 0) return null;
    const bar = close.findLastIndex((price) => !Number.isNaN(price));
    const own = delistingOf(delistings, { symbol, time: time.subarray(0, bar + 1) });
    return own === null ? null : { bar, price: (close[bar] ?? Number.NaN) * (1 + own.return) };
  });
}
