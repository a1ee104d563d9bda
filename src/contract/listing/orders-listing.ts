import { orderRows } from "../json/cell-rows-json.ts";
import type { OrderJson } from "../schemas/cell-listing-schema.ts";
import type { BacktestResult } from "../../engine/backtest.ts";
import { barDateFormat } from "../../report/format/format-date.ts";
import { formatAmount, formatUnits } from "../../report/format/format-number.ts";
import { createListing, type Listing } from "./listing.ts";
import { instantText, left, right } from "./shown-columns.ts";

export function ordersListing(result: BacktestResult): Listing<OrderJson> {
  const date = instantText(barDateFormat(result.time));
  return createListing(orderRows(result), {
    symbol: left("symbol", ({ symbol }) => symbol),
    bar: null,
    time: left("time", ({ time }) => date(time)),
    moment: left("moment", ({ moment }) => moment),
    side: left("side", ({ side }) => side),
    units: right("units", ({ units }) => formatUnits(units)),
    price: right("price", ({ price }) => formatAmount(price)),
    raw_price: null,
    fee: right("fee", ({ fee }) => formatAmount(fee)),
    position: right("position", ({ position }) => formatUnits(position)),
    cash: right("cash", ({ cash }) => formatAmount(cash)),
    reason: left("reason", ({ reason }) => reason),
  });
}
