import { parseTime } from "./parse-time.ts";

const DATE_LIKE =
  /^(\d{4}-?W\d{2}(-?\d)?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[- ]\p{L}{3,9}[- ]\d{2,4}|\p{L}{3,9} \d{1,2}, \d{4})\b/u;

/** True also for dates that cannot be read, such as `04/17/2020`, `3-Jan-22` and `2024-W10`. */
export function looksLikeTime(cell: string): boolean {
  return !Number.isNaN(parseTime(cell)) || DATE_LIKE.test(cell);
}
