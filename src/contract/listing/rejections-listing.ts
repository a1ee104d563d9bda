import { rejectionRows } from "../json/cell-rows-json.ts";
import type { RejectionJson } from "../schemas/cell-listing-schema.ts";
import type { BacktestResult } from "../../engine/backtest.ts";
import { barDateFormat } from "../../report/format/format-date.ts";
import { createListing, type Listing } from "./listing.ts";
import { instantText, left } from "./shown-columns.ts";

export function rejectionsListing(result: BacktestResult): Listing<RejectionJson> {
  const date = instantText(barDateFormat(result.time));
  return createListing(rejectionRows(result), {
    symbol: left("symbol", ({ symbol }) => symbol ?? ""),
    bar: null,
    time: left("time", ({ time }) => date(time)),
    order: left("order", ({ order }) => order),
    reason: left("reason", ({ reason }) => reason),
  });
}
