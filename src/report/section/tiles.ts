import { median } from "d3-array";
import type { SweepMetricId } from "../../engine/metrics/metric-catalogue.ts";
import { barDateFormat } from "../format/format-date.ts";
import { formatMetric, formatUnit, metricInfo } from "../format/format-metric.ts";
import { formatCount, formatMoney } from "../format/format-number.ts";
import type { Performance } from "../performance.ts";
import type { TearsheetInput } from "../tearsheet-input.ts";

/** A key figure with a line of context. */
export interface Tile {
  readonly label: string;
  readonly value: string;
  /** Why there is no value; null when there is one. */
  readonly hint: string | null;
  readonly context: string;
}

/** The figures that a reader wants first, each beside what it must be compared with. */
export function tilesOf(input: TearsheetInput, best: Performance): readonly Tile[] {
  const { result, series } = best;
  const text = (id: SweepMetricId) => formatMetric(result, metricInfo(id)).text;
  const tile = (id: SweepMetricId, context: string): Tile => {
    const { label } = metricInfo(id);
    const { text, hint } = formatMetric(result, metricInfo(id));
    return { label, value: text, hint, context };
  };
  return [
    tile("sharpe", `${formatCount(series.barsPerYear)} bars a year${marketText(input, "sharpe")}`),
    tile("cagr", `total ${text("total_return")}${marketText(input, "cagr")}`),
    tile("max_drawdown", drawdownText(best)),
    tile("final_equity", `from ${formatMoney(series.initialCapital)}`),
    tile("total_trades", `${text("win_rate")} won${durationText(best)}`),
    tile("total_fees", `${text("fee_per_trade")} a trade`),
    tile("cost_drag_bps", `a year: CAGR ${text("gross_cagr")} gross, ${text("cagr")} net`),
    selectionTile(input),
  ];
}

function marketText({ benchmark }: TearsheetInput, id: SweepMetricId): string {
  return benchmark === null ? "" : ` · buy and hold ${formatMetric(benchmark, metricInfo(id)).text}`;
}

function drawdownText({ drawdowns, series }: Performance): string {
  const date = barDateFormat(series.time);
  const [worst] = drawdowns;
  if (worst === undefined) return "never below a peak";
  const peak = date(worst.peakTime);
  return worst.recoveryTime === null ? `since ${peak}` : `${peak} to ${date(worst.recoveryTime)}`;
}

function durationText({ result }: Performance): string {
  const days = result.metrics.avg_duration;
  return days === null ? "" : ` · ${formatUnit(days, "days")} days on average`;
}

/** How far the best stands above the middle of the grid that it was chosen from. */
function selectionTile({ cells, ranked, backtest }: TearsheetInput): Tile {
  const { label, unit } = metricInfo(backtest.objective);
  const middle = median(ranked, ({ metrics }) => metrics[backtest.objective]);
  const failed = cells.failed === 0 ? "" : ` · ${formatCount(cells.failed)} failed`;
  const share =
    cells.total > 1
      ? middle === undefined
        ? ""
        : `median ${label} ${formatUnit(middle, unit)}`
      : "no choice was made";
  return { label: "Best of", value: formatCount(cells.total), hint: null, context: `${share}${failed}` };
}
