import { describeMetric, type MetricId } from "../../engine/metrics/metric-catalogue.ts";
import { formatMetric } from "../format/format-metric.ts";
import { formatCount } from "../format/format-number.ts";
import { formatParam } from "../format/format-param.ts";
import type { RankedCell } from "../tearsheet-input.ts";
import { numberCell, numberColumn, type Table } from "./table.ts";

const SHOWN = 20;
const SHOWN_AT_FIRST = 10;
const METRICS: readonly MetricId[] = ["sharpe", "cagr", "max_drawdown", "total_trades", "win_rate", "total_fees"];

/** The best cells with their varying parameters; the objective stands first among the metrics. */
export function topCells(ranked: readonly RankedCell[], axes: readonly string[], objective: string): Table {
  const metrics = [...new Set([objective, ...METRICS])].map(describeMetric);
  return {
    kind: "cells",
    title: "Best cells",
    note: `by ${describeMetric(objective).label}`,
    columns: [
      numberColumn("#"),
      ...axes.map(numberColumn),
      ...metrics.map(({ label }) => numberColumn(label)),
      numberColumn("Cell"),
    ],
    rows: ranked.slice(0, SHOWN).map((cell, index) => ({
      kind: index === 0 ? "best" : "",
      cells: [
        numberCell(String(index + 1)),
        ...axes.map((name) => numberCell(formatParam(cell.params[name]))),
        ...metrics.map((metric) => {
          const { text, hint } = formatMetric(cell, metric);
          return numberCell(text, { hint });
        }),
        numberCell(formatCount(cell.cell), { tone: "muted" }),
      ],
    })),
    empty: "No cell succeeded.",
    sortable: true,
    collapsedTo: SHOWN_AT_FIRST,
  };
}
