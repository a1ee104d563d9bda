import { equityRows } from "../json/cell-rows-json.ts";
import type { EquityJson } from "../schemas/cell-listing-schema.ts";
import type { BacktestResult } from "../../engine/backtest.ts";
import type { Bars } from "../../engine/bars.ts";
import { barDateFormat } from "../../report/format/format-date.ts";
import { formatAmount, formatPercent, formatUnits } from "../../report/format/format-number.ts";
import { createListing, type Listing } from "./listing.ts";
import { instantText, left, right, shownNumber } from "./shown-columns.ts";

export function equityListing(
  result: BacktestResult,
  bars: readonly Bars[],
  initialCapital: number,
): Listing<EquityJson> {
  const date = instantText(barDateFormat(result.time));
  return createListing(equityRows(result, bars, initialCapital), {
    bar: null,
    time: left("time", ({ time }) => date(time)),
    equity: right("equity", ({ equity }) => formatAmount(shownNumber(equity))),
    gross_equity: right("gross", ({ gross_equity }) => formatAmount(shownNumber(gross_equity))),
    cash: right("cash", ({ cash }) => formatAmount(shownNumber(cash))),
    position_value: null,
    position: right("position", ({ position }) => formatUnits(shownNumber(position))),
    drawdown: right("drawdown", ({ drawdown }) => formatPercent(shownNumber(drawdown), 2)),
  });
}
