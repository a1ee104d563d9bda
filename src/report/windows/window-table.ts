import type { WalkForwardResult, WalkForwardWindow } from "../../analytics/walk-forward/walk-forward-result.ts";
import type { MetricUnit } from "../../core/metrics/metric-info.ts";
import { describeMetric } from "../../engine/metrics/metric-catalogue.ts";
import { formatUnit } from "../format/format-metric.ts";
import { formatChange, UNDEFINED_TEXT } from "../format/format-number.ts";
import { formatParam } from "../format/format-param.ts";
import {
  type Cell,
  numberCell,
  numberColumn,
  type Row,
  type Table,
  textCell,
  textColumn,
  toneOf,
} from "../section/table.ts";

const SHOWN_AT_FIRST = 8;

/** When each window was traded, what was chosen in it, and what became of that. */
export function windowTable({ windows, varying, objective }: WalkForwardResult): Table {
  const { label, unit } = describeMetric(objective);
  return {
    kind: "windows",
    title: "Windows",
    note: null,
    columns: [
      textColumn("Out of sample"),
      ...varying.map(numberColumn),
      numberColumn(`${label} in`),
      numberColumn(`${label} out`),
      numberColumn("Return"),
    ],
    rows: windows.map((window) => rowOf(window, varying, unit)),
    empty: "There is no window.",
    sortable: true,
    collapsedTo: SHOWN_AT_FIRST,
  };
}

function rowOf(
  { inSample, outOfSample, params, cells }: WalkForwardWindow,
  varying: readonly string[],
  unit: MetricUnit,
): Row {
  const more = cells.length > 1 ? ` +${cells.length - 1}` : "";
  const daysOf = ({ start, end }: typeof inSample): string => `${start.slice(0, 10)} – ${end.slice(0, 10)}`;
  const scoreOf = (score: number | null): Cell => numberCell(score === null ? UNDEFINED_TEXT : formatUnit(score, unit));
  return {
    kind: "",
    cells: [
      textCell(daysOf(outOfSample), { hint: `chosen by ${daysOf(inSample)}` }),
      ...varying.map((name, at) => {
        const text = params === null ? UNDEFINED_TEXT : formatParam(params[name]);
        return numberCell(at === varying.length - 1 ? `${text}${more}` : text);
      }),
      scoreOf(inSample.score),
      scoreOf(outOfSample.score),
      returnOf(outOfSample.totalReturn),
    ],
  };
}

function returnOf(change: number | null): Cell {
  return change === null ? numberCell(UNDEFINED_TEXT) : numberCell(formatChange(change), { tone: toneOf(change) });
}
