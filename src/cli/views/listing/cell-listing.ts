import { ENGINE_VERSION } from "../../../engine/backtest.ts";
import { formatParam } from "../../../report/format/format-param.ts";
import type { RecomputedCell } from "../../../runs/query/recompute-cell.ts";
import { measuredJson } from "../measured-json.ts";
import { cashFlowsListing } from "./cash-flows-listing.ts";
import { equityListing } from "./equity-listing.ts";
import { factorJson, factorListing, factorSummary } from "./factor-listing.ts";
import type { Listing } from "./listing.ts";
import { ordersListing } from "./orders-listing.ts";
import { rejectionsListing } from "./rejections-listing.ts";
import { tradesListing } from "./trades-listing.ts";

const LISTINGS = {
  trades: ({ result }: RecomputedCell) => tradesListing(result),
  equity: ({ result, sweep }: RecomputedCell) => equityListing(result, sweep.bars, sweep.settings.initialCapital),
  orders: ({ result }: RecomputedCell) => ordersListing(result),
  cash_flows: ({ result }: RecomputedCell) => cashFlowsListing(result),
  rejections: ({ result }: RecomputedCell) => rejectionsListing(result),
  factor: ({ result }: RecomputedCell) => factorListing(result),
} as const satisfies Readonly<Record<string, (cell: RecomputedCell) => Listing>>;

/** What can be listed of one cell. */
export type CellListingName = keyof typeof LISTINGS;

export function cellListing(cell: RecomputedCell, name: CellListingName): Listing {
  return LISTINGS[name](cell);
}

/** Which cell it is and what it stands on, for the document of `--json`. */
export function cellIdentity({ backtest, cell, sweep, result, unlike }: RecomputedCell) {
  return {
    backtest,
    cell,
    params: result.params,
    snapshot: sweep.snapshot.id,
    code: sweep.codeHash,
    engine_version: ENGINE_VERSION,
    ...measuredJson(sweep.settings),
    stamps: result.stamps,
    factor_metrics: factorJson(result),
    unlike_stored: unlike,
  };
}

/** The same in a line or two for people. */
export function cellHeading({ backtest, cell, result }: RecomputedCell): string {
  const { params, stamps } = result;
  const values = Object.entries(params).map(([name, value]) => `${name} ${formatParam(value)}`);
  const marks = stamps.length === 0 ? "" : ` (${stamps.join(", ")})`;
  const which = `Cell ${cell} of ${backtest}: ${values.join(", ") || "no parameters"}${marks}`;
  const factor = factorSummary(result);
  return factor === null ? which : `${which}\n${factor}`;
}
