import { barDateFormat } from "../format/format-date.ts";
import { formatSpan } from "../format/format-days.ts";
import { formatPercent } from "../format/format-number.ts";
import type { Performance } from "../performance.ts";
import { numberCell, numberColumn, type Table, textCell, textColumn } from "./table.ts";

/** The deepest drawdowns, numbered as in the chart above. */
export function drawdownTable({ drawdowns, series }: Performance): Table {
  const date = barDateFormat(series.time);
  return {
    kind: "drawdowns",
    title: "Worst drawdowns",
    note: null,
    columns: [
      numberColumn("#"),
      numberColumn("Depth"),
      textColumn("Peak"),
      textColumn("Valley"),
      textColumn("Recovery"),
      numberColumn("Lasted"),
    ],
    rows: drawdowns.map(({ depth, peakTime, valleyTime, recoveryTime, days }, index) => ({
      kind: "",
      cells: [
        numberCell(String(index + 1)),
        numberCell(formatPercent(depth)),
        textCell(date(peakTime)),
        textCell(date(valleyTime)),
        recoveryTime === null
          ? textCell("not yet", { tone: "muted", hint: "Still below the peak at the last bar" })
          : textCell(date(recoveryTime)),
        numberCell(formatSpan(days)),
      ],
    })),
    empty: "The equity never fell below a peak.",
    sortable: false,
    collapsedTo: null,
  };
}
