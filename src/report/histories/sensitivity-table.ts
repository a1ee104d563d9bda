import { changeText } from "../../analytics/sensitivity/describe-sensitivity.ts";
import type { Figures, SensitivityResult } from "../../analytics/sensitivity/sensitivity-result.ts";
import { describeMetric } from "../../engine/metrics/metric-catalogue.ts";
import { formatUnit } from "../format/format-metric.ts";
import { UNDEFINED_TEXT } from "../format/format-number.ts";
import { type Cell, numberCell, numberColumn, type Row, type Table, textCell, textColumn } from "../section/table.ts";

/** The best cell under worse execution; null when nobody asked. */
export function sensitivityTable(found: SensitivityResult | null): Table | null {
  if (found === null) return null;
  const { verdict, metrics, real, rows, draws } = found;
  return {
    kind: "sensitivity",
    title: "Under worse execution",
    note: verdict,
    columns: [textColumn(""), ...metrics.map((id) => numberColumn(describeMetric(id).label))],
    rows: [
      { kind: "best", cells: [textCell("as it was"), ...figureCells(metrics, real)] },
      ...rows.flatMap(({ change, amount, refused, figures, worst }): readonly Row[] => {
        const name = changeText({ change, amount });
        if (refused !== null) {
          const nothing = metrics.map(() => numberCell(UNDEFINED_TEXT, { hint: refused }));
          return [{ kind: "", cells: [textCell(name, { hint: refused }), ...nothing] }];
        }
        const median = { kind: "", cells: [textCell(name), ...figureCells(metrics, figures)] };
        if (worst === null) return [median];
        const hint = `Of ${draws} draws; the row above has their medians.`;
        const low = textCell("one draw in twenty is worse", { hint, tone: "muted" });
        return [median, { kind: "", cells: [low, ...figureCells(metrics, worst)] }];
      }),
    ],
    sortable: false,
    collapsedTo: null,
    empty: verdict,
  };
}

function figureCells(metrics: readonly string[], figures: Figures): readonly Cell[] {
  return metrics.map((id) => {
    const value = figures[id] ?? null;
    return numberCell(value === null ? UNDEFINED_TEXT : formatUnit(value, describeMetric(id).unit), {
      tone: value !== null && value < 0 ? "loss" : "",
    });
  });
}
