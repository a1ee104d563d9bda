import { factorRows } from "../json/cell-rows-json.ts";
import type { FactorJson } from "../schemas/cell-listing-schema.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { BacktestResult } from "../../engine/backtest.ts";
import { FACTOR_METRICS } from "../../engine/metrics/metric-catalogue.ts";
import { barDateFormat } from "../../report/format/format-date.ts";
import { formatMetric } from "../../report/format/format-metric.ts";
import { formatNumber } from "../../report/format/format-number.ts";
import { createListing, type Listing } from "./listing.ts";
import { instantText, left, right, shownNumber } from "./shown-columns.ts";

/** @throws AppError USAGE when the strategy gives no scores */
export function factorListing(result: BacktestResult): Listing<FactorJson> {
  const rows = factorRows(result);
  if (rows === null) {
    throw new AppError("USAGE", "The strategy gives its symbols no scores, so there are no factor metrics.", {
      hint: "Scores stand beside the weights of a panel strategy; long_short_equity and momentum_rotation have them.",
    });
  }
  const date = instantText(barDateFormat(result.time));
  return createListing(rows, {
    time: left("time", ({ time }) => date(time)),
    ic: right("ic", ({ ic }) => formatNumber(shownNumber(ic), 4)),
    rank_ic: right("rank ic", ({ rank_ic }) => formatNumber(shownNumber(rank_ic), 4)),
  });
}

/** One line for people; null without scores. */
export function factorSummary({ factor }: BacktestResult): string | null {
  if (factor === undefined) return null;
  return FACTOR_METRICS.map((metric) => `${metric.label} ${formatMetric(factor, metric).text}`).join(", ");
}
