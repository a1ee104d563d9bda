import type { ShownColumn } from "./listing.ts";

/** A column of words. */
export function left<Row>(heading: string, text: (row: Row) => string): ShownColumn<Row> {
  return { heading, align: "left", text };
}

/** A column of numbers. */
export function right<Row>(heading: string, text: (row: Row) => string): ShownColumn<Row> {
  return { heading, align: "right", text };
}

/** `2020-04-17T00:00:00.000Z` */
export function timeText(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
