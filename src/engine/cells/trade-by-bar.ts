import { messageOf } from "../../core/errors/app-error.ts";
import type { Bars } from "../bars.ts";
import { tradeBars } from "../broker/trade-bars.ts";
import type { ExecutionProfile } from "../profiles/execution-profile.ts";
import type { TraderStrategy } from "../strategy.ts";
import type { CellTrading } from "./ledger-cells.ts";

/** Lets a strategy act bar by bar. What it throws is thrown on, with the bar. */
export function tradeByBar(
  strategy: TraderStrategy,
  bars: Bars,
  { openMarket, traits }: ExecutionProfile,
): CellTrading {
  const played = { firstBar: traits.firstBar, barCount: bars.close.length };
  return (account, input) => {
    const market = openMarket(account, bars);
    const trader = strategy.trader(input, market.broker, traits);
    tradeBars(market, played, (bar) => {
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
