import { dateOf } from "../answers/checked-actions.ts";
import type { Adjustment, SourceBar } from "../source.ts";
import type { Chart, ChartRow } from "./chart.ts";

export interface RowsAsked {
  /** All up to today, for raw prices; else empty. */
  readonly splits: Chart["splits"];
  readonly adjustment: Adjustment;
  readonly isDaily: boolean;
  readonly frameMs: number;
}

/**
 * The bars of a chart, adjusted as asked: its prices are adjusted for splits, which is undone for raw ones, and scaled by the
 * adjusted close for all. Rows without a price (holidays, halts) are no bars, and a last row that begins before its
 * time is the quote of this moment.
 */
export function adjustedRows(chart: Chart, asked: RowsAsked): readonly SourceBar[] {
  const bars = chart.rows.flatMap((row): readonly SourceBar[] => {
    const { open, high, low, close, volume } = row;
    if (open === null || high === null || low === null || close === null) return [];
    const time = asked.isDaily ? chart.dayOf(row.time) : row.time;
    const units = unitsLater(dateOf(chart.dayOf(row.time)), asked.splits);
    const scale = asked.adjustment === "all" ? adjustmentOf(row) : units;
    return [
      {
        time,
        open: open * scale,
        high: high * scale,
        low: low * scale,
        close: close * scale,
        volume: (volume ?? 0) / units,
      },
    ];
  });
  return withoutQuote(bars, asked.frameMs);
}

/** How many units one of that day is today. */
function unitsLater(day: string, splits: Chart["splits"]): number {
  return splits.reduce((units, { exDate, ratio }) => (exDate > day ? units * ratio : units), 1);
}

/** NaN where there is no adjusted close: the bar is refused, and not taken for one without dividends. */
function adjustmentOf({ adjusted, close }: ChartRow): number {
  return adjusted === null || close === null ? Number.NaN : adjusted / close;
}

function withoutQuote(bars: readonly SourceBar[], frameMs: number): readonly SourceBar[] {
  const last = bars.at(-1);
  const before = bars.at(-2);
  if (last === undefined || before === undefined) return bars;
  // Months have 28 days at least.
  const isEarly = last.time >= before.time && last.time - before.time < frameMs * (28 / 31);
  return isEarly ? bars.slice(0, -1) : bars;
}
