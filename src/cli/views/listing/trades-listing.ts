import type { BacktestResult } from "../../../engine/backtest.ts";
import { barDateFormat } from "../../../report/format/format-date.ts";
import { formatAmount, formatChange, formatUnits } from "../../../report/format/format-number.ts";
import { createListing, type Listing } from "./listing.ts";
import { left, right, timeText } from "./shown-columns.ts";

/** Every round trip of a cell in the order of the exits; one that is open at the end has no reason and no exit fee. */
export function tradesListing({ trades, time }: BacktestResult): Listing {
  const date = barDateFormat(time);
  let total = 0;
  const rows = trades.map((trade) => {
    total += trade.pnl;
    return { ...trade, cumulativePnl: total };
  });
  return createListing(rows, [
    { name: "symbol", value: ({ symbol }) => symbol, shown: left("symbol", ({ symbol }) => symbol) },
    { name: "side", value: ({ side }) => side, shown: left("side", ({ side }) => side) },
    { name: "open", value: ({ open }) => open },
    { name: "entry_bar", value: ({ entryBar }) => entryBar },
    {
      name: "entry_time",
      value: ({ entryTime }) => timeText(entryTime),
      shown: left("entry", ({ entryTime }) => date(entryTime)),
    },
    {
      name: "entry_price",
      value: ({ entryPrice }) => entryPrice,
      shown: right("at", ({ entryPrice }) => formatAmount(entryPrice)),
    },
    { name: "exit_bar", value: ({ exitBar }) => exitBar },
    {
      name: "exit_time",
      value: ({ exitTime }) => timeText(exitTime),
      shown: left("exit", ({ open, exitTime }) => (open ? "open" : date(exitTime))),
    },
    {
      name: "exit_price",
      value: ({ exitPrice }) => exitPrice,
      shown: right("at", ({ exitPrice }) => formatAmount(exitPrice)),
    },
    { name: "units", value: ({ units }) => units, shown: right("units", ({ units }) => formatUnits(units)) },
    { name: "entry_fee", value: ({ entryFee }) => entryFee },
    {
      name: "exit_fee",
      value: ({ exitFee }) => exitFee,
      shown: right("fees", ({ entryFee, exitFee }) => formatAmount(entryFee + exitFee)),
    },
    { name: "dividends", value: ({ dividends }) => dividends },
    { name: "borrow_cost", value: ({ borrowCost }) => borrowCost },
    { name: "pnl", value: ({ pnl }) => pnl, shown: right("pnl", ({ pnl }) => formatAmount(pnl)) },
    { name: "cumulative_pnl", value: ({ cumulativePnl }) => cumulativePnl },
    { name: "gross_pnl", value: ({ grossPnl }) => grossPnl },
    {
      name: "return",
      value: ({ returnPct }) => returnPct,
      shown: right("return", ({ returnPct }) => formatChange(returnPct, 2)),
    },
    { name: "mae", value: ({ mae }) => mae },
    { name: "mfe", value: ({ mfe }) => mfe },
    {
      name: "reason",
      value: ({ open, reason }) => (open ? null : reason),
      shown: left("reason", ({ reason }) => reason),
    },
  ]);
}
