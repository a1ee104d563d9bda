import { changeText } from "../../../analytics/sensitivity/describe-sensitivity.ts";
import type { Figures, SensitivityResult } from "../../../analytics/sensitivity/sensitivity-result.ts";
import { formatQuantity } from "../../../core/text/format-quantity.ts";
import { printableLine } from "../../../core/text/printable.ts";
import { textTable } from "../../../core/text/text-table.ts";
import { describeMetric } from "../../../engine/metrics/metric-catalogue.ts";
import type { Ranking } from "../../../runs/query/run-summary.ts";

/** The best cell under worse execution, a row each; below medians of draws what one in twenty does not reach. */
export function sensitivityLines(rankings: readonly Ranking[]): readonly string[] {
  return rankings.flatMap(({ backtest, studies: { sensitivity } }) => {
    if (sensitivity === null || sensitivity.rows.length === 0) return [];
    const title = rankings.length > 1 ? `${backtest}, worse execution:` : "Worse execution:";
    return ["", title, ...tableOf(sensitivity)];
  });
}

function tableOf({ metrics, real, rows }: SensitivityResult): readonly string[] {
  const refused = rows.filter((row) => row.refused !== null);
  const head = ["execution", ...metrics.map((id) => describeMetric(id).label)];
  const body = rows.flatMap((row) => {
    if (row.refused !== null) return [];
    const worst = row.worst === null ? [] : [["  one draw in twenty is worse", ...cells(metrics, row.worst)]];
    return [[changeText(row), ...cells(metrics, row.figures)], ...worst];
  });
  return [
    ...textTable([head, ["as it was", ...cells(metrics, real)], ...body], { leftColumns: [0] }),
    ...refused.map((row) => printableLine(`${changeText(row)}: refused. ${row.refused}`)),
  ];
}

function cells(metrics: readonly string[], figures: Figures): readonly string[] {
  return metrics.map((id) => {
    const value = figures[id] ?? null;
    return value === null ? "–" : formatQuantity(value, describeMetric(id).unit);
  });
}
