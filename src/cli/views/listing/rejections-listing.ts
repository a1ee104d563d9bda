import type { BacktestResult, RejectedOrder } from "../../../engine/backtest.ts";
import { barDateFormat } from "../../../report/format/format-date.ts";
import { createListing, type Listing } from "./listing.ts";
import { left, timeText } from "./shown-columns.ts";

/** Orders that were not filled, or not in full, with the reason. */
export function rejectionsListing({ rejections, time }: BacktestResult): Listing {
  const date = barDateFormat(time);
  const timeOf = ({ bar }: RejectedOrder): number => time[bar] ?? Number.NaN;
  return createListing(rejections, [
    { name: "symbol", value: ({ symbol }) => symbol, shown: left("symbol", ({ symbol }) => symbol ?? "") },
    { name: "bar", value: ({ bar }) => bar },
    { name: "time", value: (row) => timeText(timeOf(row)), shown: left("time", (row) => date(timeOf(row))) },
    { name: "order", value: ({ order }) => order, shown: left("order", ({ order }) => order) },
    { name: "reason", value: ({ reason }) => reason, shown: left("reason", ({ reason }) => reason) },
  ]);
}
