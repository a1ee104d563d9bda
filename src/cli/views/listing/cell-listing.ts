import { ENGINE_VERSION } from "../../../engine/backtest.ts";
import { formatParam } from "../../../report/format/format-param.ts";
import type { RecomputedCell } from "../../../runs/query/recompute-cell.ts";
import { equityListing } from "./equity-listing.ts";
import type { Listing } from "./listing.ts";
import { rejectionsListing } from "./rejections-listing.ts";
import { tradesListing } from "./trades-listing.ts";

/** What can be listed of one cell. */
export const CELL_LISTINGS = ["trades", "equity", "rejections"] as const;
export type CellListingName = (typeof CELL_LISTINGS)[number];

const LISTINGS: Readonly<Record<CellListingName, (cell: RecomputedCell) => Listing>> = {
  trades: ({ result }) => tradesListing(result),
  equity: ({ result, sweep }) => equityListing(result, sweep.bars, sweep.settings.initialCapital),
  rejections: ({ result }) => rejectionsListing(result),
};

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
    stamps: result.stamps,
    unlike_stored: unlike,
  };
}

/** The same in one line for people. */
export function cellHeading({ backtest, cell, result: { params, stamps } }: RecomputedCell): string {
  const values = Object.entries(params).map(([name, value]) => `${name} ${formatParam(value)}`);
  const marks = stamps.length === 0 ? "" : ` (${stamps.join(", ")})`;
  return `Cell ${cell} of ${backtest}: ${values.join(", ") || "no parameters"}${marks}`;
}
