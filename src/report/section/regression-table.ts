import type { RegressionResult } from "../../analytics/regression/regression-result.ts";
import { describeMetric } from "../../engine/metrics/metric-catalogue.ts";
import { formatUnit } from "../format/format-metric.ts";
import { UNDEFINED_TEXT } from "../format/format-number.ts";
import { numberCell, numberColumn, type Table, textCell, textColumn } from "./table.ts";

/** What became of the past since the run before; null when nobody asked. */
export function regressionTable(found: RegressionResult | null): Table | null {
  if (found === null) return null;
  const { verdict, against, inputs, cells } = found;
  return {
    kind: "regression",
    title: against === null ? "The past" : `The past against run ${against}`,
    note: cells.length === 0 ? null : [verdict, ...inputs].join(" · "),
    columns: [
      textColumn("Cell"),
      textColumn("Cause"),
      textColumn("Metric"),
      numberColumn("Before"),
      numberColumn("Now"),
      numberColumn("Trades changed"),
    ],
    rows: cells.flatMap(({ params, causes, metrics, trades }) =>
      metrics.slice(0, METRICS_SHOWN).map(({ metric, before, after }, at) => ({
        kind: "",
        cells: [
          textCell(at === 0 ? paramsText(params) : ""),
          textCell(at === 0 ? causes.join(", ") : ""),
          textCell(describeMetric(metric).label),
          numberCell(valueText(metric, before)),
          numberCell(valueText(metric, after)),
          numberCell(at === 0 ? String(trades) : ""),
        ],
      })),
    ),
    sortable: false,
    collapsedTo: 12,
    empty: verdict,
  };
}

const METRICS_SHOWN = 4;

function paramsText(params: RegressionResult["cells"][number]["params"]): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

function valueText(metric: string, value: number | null): string {
  return value === null ? UNDEFINED_TEXT : formatUnit(value, describeMetric(metric).unit);
}
