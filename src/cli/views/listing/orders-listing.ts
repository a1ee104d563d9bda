import type { BacktestResult } from "../../../engine/backtest.ts";
import { barDateFormat } from "../../../report/format/format-date.ts";
import { formatAmount, formatUnits } from "../../../report/format/format-number.ts";
import { createListing, type Listing } from "./listing.ts";
import { left, right, timeText } from "./shown-columns.ts";

/** Every fill in its order, with what was held after it. */
export function ordersListing({ orders, time }: BacktestResult): Listing {
  const date = barDateFormat(time);
  return createListing(orders, [
    { name: "symbol", value: ({ symbol }) => symbol, shown: left("symbol", ({ symbol }) => symbol) },
    { name: "bar", value: ({ bar }) => bar },
    { name: "time", value: (order) => timeText(order.time), shown: left("time", (order) => date(order.time)) },
    { name: "moment", value: ({ moment }) => moment, shown: left("moment", ({ moment }) => moment) },
    { name: "side", value: ({ side }) => side, shown: left("side", ({ side }) => side) },
    { name: "units", value: ({ units }) => units, shown: right("units", ({ units }) => formatUnits(units)) },
    { name: "price", value: ({ price }) => price, shown: right("price", ({ price }) => formatAmount(price)) },
    { name: "raw_price", value: ({ rawPrice }) => rawPrice },
    { name: "fee", value: ({ fee }) => fee, shown: right("fee", ({ fee }) => formatAmount(fee)) },
    {
      name: "position",
      value: ({ position }) => position,
      shown: right("position", ({ position }) => formatUnits(position)),
    },
    { name: "cash", value: ({ cash }) => cash, shown: right("cash", ({ cash }) => formatAmount(cash)) },
    { name: "reason", value: ({ reason }) => reason, shown: left("reason", ({ reason }) => reason) },
  ]);
}
