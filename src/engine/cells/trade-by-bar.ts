import { messageOf } from "../../core/errors/app-error.ts";
import type { Bars } from "../bars.ts";
import { openMarket } from "../broker/open-market.ts";
import { tradeBars } from "../broker/trade-bars.ts";
import type { Strategy } from "../strategy.ts";
import type { CellTrading } from "./ledger-cells.ts";

/** Lets a strategy act bar by bar. What it throws is thrown on, with the bar. */
export function tradeByBar(traderOf: NonNullable<Strategy["trader"]>, bars: Bars): CellTrading {
  return (account, input) => {
    const market = openMarket(account, bars);
    const trader = traderOf(input, market.broker);
    tradeBars(market, bars.close.length, (bar) => {
      try {
        trader(bar);
      } catch (thrown) {
        throw new Error(`${messageOf(thrown)} (at bar ${bar}, ${timeOf(bars, bar)})`, { cause: thrown });
      }
    });
  };
}

function timeOf({ time }: Bars, bar: number): string {
  return new Date(time[bar] ?? Number.NaN).toISOString().replace("T00:00:00.000Z", "");
}
