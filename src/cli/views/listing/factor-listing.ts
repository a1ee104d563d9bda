import { AppError } from "../../../core/errors/app-error.ts";
import type { BacktestResult } from "../../../engine/backtest.ts";
import { FACTOR_METRICS } from "../../../engine/metrics/metric-catalogue.ts";
import { barDateFormat } from "../../../report/format/format-date.ts";
import { formatMetric } from "../../../report/format/format-metric.ts";
import { formatNumber } from "../../../report/format/format-number.ts";
import { createListing, type Listing } from "./listing.ts";
import { left, right, timeText } from "./shown-columns.ts";

/**
 * The information coefficients of a strategy's scores, date by date.
 *
 * @throws AppError USAGE when the strategy gives no scores
 */
export function factorListing({ factor, time }: BacktestResult): Listing {
  if (factor === undefined) {
    throw new AppError("USAGE", "The strategy gives its symbols no scores, so there are no factor metrics.", {
      hint: "Scores stand beside the weights of a panel strategy; long_short_equity and momentum_rotation have them.",
    });
  }
  const date = barDateFormat(time);
  const rows = Array.from(factor.time, (at, index) => ({
    at,
    ic: finiteOrNull(factor.ic[index]),
    rankIc: finiteOrNull(factor.rankIc[index]),
  }));
  return createListing(rows, [
    { name: "time", value: ({ at }) => timeText(at), shown: left("time", ({ at }) => date(at)) },
    { name: "ic", value: ({ ic }) => ic, shown: right("ic", ({ ic }) => formatNumber(ic ?? Number.NaN, 4)) },
    {
      name: "rank_ic",
      value: ({ rankIc }) => rankIc,
      shown: right("rank ic", ({ rankIc }) => formatNumber(rankIc ?? Number.NaN, 4)),
    },
  ]);
}

/** One line for people; null without scores. */
export function factorSummary({ factor }: BacktestResult): string | null {
  if (factor === undefined) return null;
  return FACTOR_METRICS.map((metric) => `${metric.label} ${formatMetric(factor, metric).text}`).join(", ");
}

/** The factor metrics for programs: null where undefined, with the reasons beside them; null without scores. */
export function factorJson({ factor }: BacktestResult): Readonly<Record<string, unknown>> | null {
  return factor === undefined ? null : { ...factor.metrics, undefined: factor.reasons };
}

function finiteOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
