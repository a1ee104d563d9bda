import { cashFlowRows } from "../json/cell-rows-json.ts";
import type { CashFlowJson } from "../schemas/cell-listing-schema.ts";
import type { BacktestResult } from "../../engine/backtest.ts";
import { barDateFormat } from "../../report/format/format-date.ts";
import { formatAmount, formatUnits } from "../../report/format/format-number.ts";
import { createListing, type Listing } from "./listing.ts";
import { instantText, left, right } from "./shown-columns.ts";

export function cashFlowsListing(result: BacktestResult): Listing<CashFlowJson> {
  const date = instantText(barDateFormat(result.time));
  return createListing(cashFlowRows(result), {
    symbol: left("symbol", ({ symbol }) => symbol),
    bar: null,
    time: left("time", ({ time }) => date(time)),
    kind: left("kind", ({ kind }) => kind),
    units: right("units", ({ units }) => formatUnits(units)),
    amount: right("amount", ({ amount }) => formatAmount(amount)),
  });
}
