import type { BacktestResult } from "../../../engine/backtest.ts";
import { barDateFormat } from "../../../report/format/format-date.ts";
import { formatAmount, formatUnits } from "../../../report/format/format-number.ts";
import { createListing, type Listing } from "./listing.ts";
import { left, right, timeText } from "./shown-columns.ts";

/** Dividends and borrow costs; what was paid is below 0. */
export function cashFlowsListing({ cashFlows, time }: BacktestResult): Listing {
  const date = barDateFormat(time);
  return createListing(cashFlows, [
    { name: "symbol", value: ({ symbol }) => symbol, shown: left("symbol", ({ symbol }) => symbol) },
    { name: "bar", value: ({ bar }) => bar },
    { name: "time", value: (flow) => timeText(flow.time), shown: left("time", (flow) => date(flow.time)) },
    { name: "kind", value: ({ kind }) => kind, shown: left("kind", ({ kind }) => kind) },
    { name: "units", value: ({ units }) => units, shown: right("units", ({ units }) => formatUnits(units)) },
    { name: "amount", value: ({ amount }) => amount, shown: right("amount", ({ amount }) => formatAmount(amount)) },
  ]);
}
