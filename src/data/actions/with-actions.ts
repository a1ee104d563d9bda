import { firstAtOrAfter } from "../../core/numbers/first-at-or-after.ts";
import { tradingDays, type TradingSession } from "../../core/time/trading-session.ts";
import type { Bars } from "../../engine/bars.ts";
import { withColumns } from "../bars/with-columns.ts";
import type { Action } from "./action.ts";
import { SPLIT_COLUMN } from "./event-columns.ts";

/**
 * Puts splits and dividends beside raw bars, each at the first bar of its ex-date or after it. What lies before the second bar or after the
 * last one changes no price that is there, and is left out.
 *
 * @param actions as they are known, by day, splits before dividends
 * @param session of bars shorter than a day
 */
export function withActions(bars: Bars, actions: readonly Action[], session?: TradingSession): Bars {
  const dayOf = tradingDays(session);
  const days = bars.time.map((time) => dayOf(time));
  const ratio = new Float64Array(days.length).fill(1);
  const dividend = new Float64Array(days.length);
  for (const { kind, exDay, amount } of actions) {
    const bar = firstAtOrAfter(days, exDay);
    if (bar === 0 || bar === days.length) continue;
    switch (kind) {
      case "split":
        ratio[bar] = (ratio[bar] ?? 1) * amount;
        // Those of closed days before it are in older units.
        dividend[bar] = (dividend[bar] ?? 0) / amount;
        break;
      case "dividend":
        dividend[bar] = (dividend[bar] ?? 0) + amount;
        break;
    }
  }
  const splits = ratio.some((units) => units !== 1) ? { [SPLIT_COLUMN]: ratio } : {};
  const paid = dividend.some((cash) => cash > 0) ? { dividend } : {};
  return withColumns(bars, { ...bars, ...paid, extra: { ...bars.extra, ...splits } });
}
