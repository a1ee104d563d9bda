import { tradeRows } from "../json/cell-rows-json.ts";
import type { TradeJson } from "../schemas/cell-listing-schema.ts";
import type { BacktestResult } from "../../engine/backtest.ts";
import { barDateFormat } from "../../report/format/format-date.ts";
import { formatAmount, formatChange, formatUnits } from "../../report/format/format-number.ts";
import { createListing, type Listing } from "./listing.ts";
import { instantText, left, right } from "./shown-columns.ts";

export function tradesListing(result: BacktestResult): Listing<TradeJson> {
  const date = instantText(barDateFormat(result.time));
  return createListing(tradeRows(result), {
    symbol: left("symbol", ({ symbol }) => symbol),
    side: left("side", ({ side }) => side),
    open: null,
    entry_bar: null,
    entry_time: left("entry", ({ entry_time }) => date(entry_time)),
    entry_price: right("at", ({ entry_price }) => formatAmount(entry_price)),
    exit_bar: null,
    exit_time: left("exit", ({ open, exit_time }) => (open ? "open" : date(exit_time))),
    exit_price: right("at", ({ exit_price }) => formatAmount(exit_price)),
    units: right("units", ({ units }) => formatUnits(units)),
    entry_fee: null,
    exit_fee: right("fees", ({ entry_fee, exit_fee }) => formatAmount(entry_fee + exit_fee)),
    dividends: null,
    borrow_cost: null,
    pnl: right("pnl", ({ pnl }) => formatAmount(pnl)),
    cumulative_pnl: null,
    gross_pnl: null,
    return: right("return", (trade) => formatChange(trade.return, 2)),
    mae: null,
    mfe: null,
    reason: left("reason", ({ reason }) => reason ?? ""),
  });
}
