import { MONTH_NAMES } from "../format/format-date.ts";
import { formatNumber, formatPercent } from "../format/format-number.ts";
import type { Performance } from "../performance.ts";
import { divergingStep } from "../svg/colour-steps.ts";
import { type Cell, numberCell, numberColumn, type Row, type Table, textCell, textColumn } from "./table.ts";

/** A month this good or bad has the strongest colour. */
const STRONG_MONTH = 0.1;
const STRONG_YEAR = 0.3;

/** Returns by year and month in percent, coloured by size; the last column is the year. */
export function monthlyTable({ months, years }: Performance): Table {
  const byMonth = new Map(months.map(({ year, month, value }) => [year * 12 + month, value]));
  return {
    kind: "heat",
    title: "Return by month",
    note: "in percent",
    columns: [textColumn(""), ...MONTH_NAMES.map(numberColumn), numberColumn("Year")],
    rows: years.toReversed().map(
      ({ year, value }): Row => ({
        kind: "",
        cells: [
          textCell(String(year)),
          ...MONTH_NAMES.map((name, index) =>
            heatCell(byMonth.get(year * 12 + index + 1), `${name} ${year}`, STRONG_MONTH),
          ),
          heatCell(value, String(year), STRONG_YEAR),
        ],
      }),
    ),
    empty: "There are no bars.",
    sortable: false,
    collapsedTo: null,
  };
}

function heatCell(value: number | undefined, period: string, strong: number): Cell {
  if (value === undefined) return numberCell("", { tone: "none" });
  return numberCell(formatNumber(value * 100, Math.abs(value) >= 1 ? 0 : 1), {
    hint: `${period}: ${formatPercent(value, 2)}`,
    tone: divergingStep(value, strong),
  });
}
