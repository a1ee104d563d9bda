import { formatParam } from "../../report/format/format-param.ts";
import type { RecomputedCell } from "../../runs/query/recompute-cell.ts";
import { cashFlowsListing } from "./cash-flows-listing.ts";
import { equityListing } from "./equity-listing.ts";
import { factorListing, factorSummary } from "./factor-listing.ts";
import { ordersListing } from "./orders-listing.ts";
import { rejectionsListing } from "./rejections-listing.ts";
import { tradesListing } from "./trades-listing.ts";

/** What can be listed of one cell; each is a document of its own. */
export const CELL_LISTINGS = {
  trades: ({ result }: RecomputedCell) => tradesListing(result),
  equity: ({ result, sweep }: RecomputedCell) => equityListing(result, sweep.bars, sweep.settings.initialCapital),
  orders: ({ result }: RecomputedCell) => ordersListing(result),
  cash_flows: ({ result }: RecomputedCell) => cashFlowsListing(result),
  rejections: ({ result }: RecomputedCell) => rejectionsListing(result),
  factor: ({ result }: RecomputedCell) => factorListing(result),
} as const;

export type CellListingName = keyof typeof CELL_LISTINGS;

/** Which cell it is, in a line or two for people. */
export function cellHeading({ backtest, cell, result }: RecomputedCell): string {
  const { params, stamps } = result;
  const values = Object.entries(params).map(([name, value]) => `${name} ${formatParam(value)}`);
  const marks = stamps.length === 0 ? "" : ` (${stamps.join(", ")})`;
  const which = `Cell ${cell} of ${backtest}: ${values.join(", ") || "no parameters"}${marks}`;
  const factor = factorSummary(result);
  return factor === null ? which : `${which}\n${factor}`;
}
