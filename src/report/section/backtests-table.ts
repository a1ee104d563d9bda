import { HEADLINE_METRIC_IDS, type MetricId, metricInfo } from "../../engine/metrics/metric-catalogue.ts";
import { formatMetric } from "../format/format-metric.ts";
import { formatCount, UNDEFINED_TEXT } from "../format/format-number.ts";
import { formatParam } from "../format/format-param.ts";
import type { BacktestSummary, TearsheetInput } from "../tearsheet-input.ts";
import { type Cell, numberCell, numberColumn, type Table, textCell, textColumn } from "./table.ts";

/** The backtests of a run side by side, each by its best cell; null when there is only one. */
export function backtestsTable({ backtests = [], backtest }: TearsheetInput): Table | null {
  if (backtests.length < 2) return null;
  return {
    kind: "backtests",
    title: "Backtests of this run",
    note: `each by its best cell; the rest of this page is about ${backtest.name}`,
    columns: [
      textColumn("Backtest"),
      textColumn("Strategy"),
      numberColumn("Cells"),
      textColumn("Best parameters"),
      ...HEADLINE_METRIC_IDS.map((id) => numberColumn(metricInfo(id).label)),
    ],
    rows: backtests.map((summary) => ({
      kind: summary.name === backtest.name ? "best" : "",
      cells: [
        textCell(summary.name),
        textCell(summary.strategy),
        numberCell(formatCount(summary.cells)),
        textCell(paramsText(summary)),
        ...HEADLINE_METRIC_IDS.map((id) => metricCell(summary, id)),
      ],
    })),
    empty: "",
    sortable: true,
    collapsedTo: null,
  };
}

function paramsText({ best }: BacktestSummary): string {
  const params = Object.entries(best?.params ?? {});
  return params.map(([name, value]) => `${name} ${formatParam(value)}`).join(" · ");
}

function metricCell({ best }: BacktestSummary, id: MetricId): Cell {
  if (best === null) return numberCell(UNDEFINED_TEXT, { hint: "No cell succeeded" });
  const { text, hint } = formatMetric(best, metricInfo(id));
  return numberCell(text, { hint });
}
