import { Option } from "commander";
import type { CellListingName } from "../../contract/listing/cell-listing.ts";

/** What is listed instead of trades when it is asked for. */
export const OTHER_LISTINGS: readonly { readonly name: CellListingName; readonly option: Option }[] = [
  { name: "equity", option: new Option("--equity", "the account at the close of every bar, instead of trades") },
  { name: "orders", option: new Option("--orders", "every filled order, instead of trades") },
  { name: "cash_flows", option: new Option("--cash-flows", "dividends and borrow costs, instead of trades") },
  { name: "rejections", option: new Option("--rejections", "orders that were not filled and why, instead of trades") },
  { name: "factor", option: new Option("--factor", "how well the strategy's scores foretold, instead of trades") },
];

/** Rows that people get to see unless `--limit` says otherwise. */
export const TABLE_ROWS = 50;

/** By which commander knows an option. */
export function optionName({ option }: (typeof OTHER_LISTINGS)[number]): string {
  return option.attributeName();
}
