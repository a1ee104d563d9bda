import type { ShownColumn } from "./listing.ts";

/** A column of words. */
export function left<Row>(heading: string, text: (row: Row) => string): ShownColumn<Row> {
  return { heading, align: "left", text };
}

/** A column of numbers. */
export function right<Row>(heading: string, text: (row: Row) => string): ShownColumn<Row> {
  return { heading, align: "right", text };
}

/** Shows the instants of rows as `format` shows milliseconds UTC. */
export function instantText(format: (timeMs: number) => string): (instant: string) => string {
  return (instant) => format(Date.parse(instant));
}

/** A number where there is one; a listing shows a dash for null by itself. */
export function shownNumber(value: number | null): number {
  return value ?? Number.NaN;
}
