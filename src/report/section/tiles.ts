import { median } from "d3-array";
import type { SweepJudgement } from "../../analytics/overfitting/judge-sweep.ts";
import { describeMetric, type MetricId, metricInfo, metricValue } from "../../engine/metrics/metric-catalogue.ts";
import type { BacktestSettings } from "../../engine/settings.ts";
import { barDateFormat } from "../format/format-date.ts";
import { formatSpan } from "../format/format-days.ts";
import { formatMetric, formatUnit, type MetricSource } from "../format/format-metric.ts";
import { formatCount, formatMoney, formatPercent } from "../format/format-number.ts";
import type { Performance } from "../performance.ts";
import { sharpeRange } from "./sharpe-range.ts";
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
export function tilesOf(input: TearsheetInput, best: Performance, judgement: SweepJudgement | null): readonly Tile[] {
  const { result, series } = best;
  const cagr = `total ${textOf(result, "total_return")}`;
  const drag = `a year: CAGR ${textOf(result, "gross_cagr")} gross, ${textOf(result, "cagr")} net`;
  return [
    tile(result, "sharpe", sharpeTexts(input, best)),
    tile(result, "cagr", [cagr, marketText(input, "cagr")]),
    tile(result, "max_drawdown", [drawdownText(best)]),
    tile(result, "final_equity", [`from ${formatMoney(series.initialCapital)}`]),
    tile(result, "total_trades", tradeTexts(result)),
    tile(result, "total_fees", [known(result, "fee_per_trade", (text) => `${text} a trade`)]),
    tile(result, "cost_drag_bps", [known(result, "cost_drag_bps", () => drag)]),
    input.cells.total > 1 ? selectionTile(input, judgement) : tile(result, "exposure", ["of the bars in the market"]),
  ];
}

/** Undefined metrics are left out of the context, not shown as dashes. */
function tile(source: MetricSource, id: MetricId, context: readonly (string | null)[]): Tile {
  const { text, hint } = formatMetric(source, metricInfo(id));
  const { label } = metricInfo(id);
  return { label, value: text, hint, context: context.filter((part) => part !== null).join(" · ") };
}

function textOf(source: MetricSource, id: MetricId): string {
  return formatMetric(source, metricInfo(id)).text;
}

function known(source: MetricSource, id: MetricId, say: (text: string) => string): string | null {
  return source.metrics[id] === null ? null : say(textOf(source, id));
}

function marketText({ benchmark }: TearsheetInput, id: MetricId): string | null {
  return benchmark && known(benchmark, id, (text) => `buy and hold ${text}`);
}

function tradeTexts(result: MetricSource): readonly (string | null)[] {
  return [known(result, "win_rate", (text) => `${text} won`), durationText(result.metrics["avg_duration"] ?? null)];
}

function durationText(days: number | null): string | null {
  return days === null ? null : `${formatSpan(days)} on average`;
}

function sharpeTexts(input: TearsheetInput, best: Performance): readonly (string | null)[] {
  const { settings } = input.backtest;
  const range = best.result.metrics.sharpe === null ? null : sharpeRange(best, settings);
  return [yearText(settings), range, marketText(input, "sharpe")];
}

/** What the ratio was annualised by, and what it is above. */
function yearText({ barsPerYear, daysPerYear, riskFreeRate = 0 }: BacktestSettings): string {
  const count = daysPerYear === undefined ? `${formatCount(barsPerYear)} bars` : `${formatCount(daysPerYear)} days`;
  return riskFreeRate === 0 ? `${count} a year` : `${count} a year, above ${formatPercent(riskFreeRate, 2)} risk-free`;
}

function drawdownText({ drawdowns, series }: Performance): string {
  const date = barDateFormat(series.time);
  const [worst] = drawdowns;
  if (worst === undefined) return "never below a peak";
  const peak = date(worst.peakTime);
  return worst.recoveryTime === null ? `since ${peak}` : `${peak} to ${date(worst.recoveryTime)}`;
}

/** How far the best stands above the middle of the grid that it was chosen from. */
function selectionTile({ cells, ranked, backtest }: TearsheetInput, judgement: SweepJudgement | null): Tile {
  const { label, unit } = describeMetric(backtest.objective);
  const middle = median(ranked, ({ metrics }) => metricValue(metrics, backtest.objective));
  const deflated = judgement?.dsr.value ?? null;
  const context = [
    ...(middle === undefined ? [] : [`median ${label} ${formatUnit(middle, unit)}`]),
    ...(deflated === null ? [] : [`deflated Sharpe ${formatPercent(deflated)}`]),
    ...(cells.failed === 0 ? [] : [`${formatCount(cells.failed)} failed`]),
  ];
  return { label: "Best of", value: formatCount(cells.total), hint: null, context: context.join(" · ") };
}
