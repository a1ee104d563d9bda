import type { PriceSeries } from "../../api/shapes.ts";

/** Both included, `2026-01`. */
export interface MonthSpan {
  readonly first: string;
  readonly last: string;
}

/** More would be thinner than a pixel. */
const MOST_MONTHS = 1200;

/** From the first month that any of them has bars of to the last; null when none has any. */
export function spanOf(series: readonly PriceSeries[]): MonthSpan | null {
  const firsts = series.flatMap(({ months }) => months[0]?.month ?? []);
  const lasts = series.flatMap(({ months }) => months.at(-1)?.month ?? []);
  const [first, last] = [firsts.toSorted()[0], lasts.toSorted().at(-1)];
  return first === undefined || last === undefined ? null : { first, last };
}

export function monthsBetween({ first, last }: MonthSpan): readonly string[] {
  const months: string[] = [];
  let [year = 0, month = 1] = first.split("-").map(Number);
  for (let name = first; name <= last && months.length < MOST_MONTHS; name = nameOf(year, month)) {
    months.push(name);
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
  }
  return months;
}

/** Days that the calendar has in `2026-02`. */
export function daysIn(name: string): number {
  const [year = 0, month = 1] = name.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function nameOf(year: number, month: number): string {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
}
