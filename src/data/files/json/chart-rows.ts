import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import { type Document, isMap } from "../../../core/values/document-shape.ts";
import { ownRecord } from "../../../core/values/own-record.ts";
import { dayInZone } from "../../sources/answers/day-in-zone.ts";

/** Days of bars whose day counts: their times are moments at which the exchange opened. */
const DAYS: ReadonlyMap<unknown, number> = new Map([
  ["1d", 1],
  ["5d", 5],
  ["1wk", 7],
  ["1mo", 31],
  ["3mo", 92],
]);
/** A month has 28 days at least. */
const SHORTEST = 28 / 31;

/**
 * The rows of a chart of Yahoo: `{"chart": {"result": [{"meta": {…}, "timestamp": […], "indicators": {"quote": [{…}],
 * "adjclose": [{…}]}}]}}`. Daily and longer bars have the day that it was at the exchange, where the chart names its zone; times are
 * seconds since 1970 otherwise. A last one that begins before the one before it has ended is the quote of the moment at which the file
 * was saved, as the source `yahoo` knows it, and no bar.
 *
 * @param file for messages
 * @returns null when it is no such chart
 * @throws AppError DATASET_INVALID for one of several symbols or of none, and where times and prices are not as many
 */
export function chartRows(value: unknown, file: string): readonly unknown[] | null {
  const chart = isMap(value) ? value["chart"] : undefined;
  if (!isMap(chart) || !("result" in chart || "error" in chart)) return null;
  const wrong = (problem: string, hint: string): AppError =>
    new AppError("DATASET_INVALID", `${file}: ${problem}`, { hint });
  if (isMap(chart["error"])) {
    const { code, description } = chart["error"];
    throw wrong(`this is an error of Yahoo: ${[code, description].map(told).join(": ")}`, "Get the file again.");
  }
  const results = listOf(chart["result"]);
  const [result] = results;
  if (results.length > 1) throw wrong(`it holds ${results.length} charts`, "Save each symbol to a file of its own.");
  const times = listOf(isMap(result) ? result["timestamp"] : undefined);
  if (!isMap(result) || times.length === 0) throw wrong("its chart has no bars", "Get the file again, for other days.");
  const columns = columnsOf(result);
  const uneven = columns.find(([, values]) => values.length !== times.length);
  if (uneven !== undefined)
    throw wrong(
      `its chart has ${times.length} times, and ${uneven[1].length} of ${told(uneven[0])}`,
      "Was it edited? Get the file again.",
    );
  const days = daysOf(times, result["meta"]);
  return (days?.written ?? times)
    .slice(0, days?.bars)
    .map((time, row) =>
      ownRecord([["timestamp", time], ...columns.map(([name, values]) => [name, values[row]] as const)]),
    );
}

type Column = readonly [name: string, values: readonly unknown[]];

function columnsOf({ indicators }: Document & { indicators?: unknown }): readonly Column[] {
  if (!isMap(indicators)) return [];
  return ["quote", "adjclose"].flatMap((kind) => {
    const [first] = listOf(indicators[kind]);
    return isMap(first) ? Object.entries(first).map(([name, values]): Column => [name, listOf(values)]) : [];
  });
}

/** Null where times are moments: of shorter bars, and where the chart does not say of which zone it is. */
function daysOf(
  times: readonly unknown[],
  meta: unknown,
): { readonly written: readonly unknown[]; readonly bars: number } | null {
  const { exchangeTimezoneName: zone, dataGranularity: length } = isMap(meta) ? meta : {};
  const frame = DAYS.get(length);
  const dayOf = typeof zone === "string" ? dayInZone(zone) : null;
  if (frame === undefined || dayOf === null) return null;
  const days = times.map((time) => (typeof time === "number" ? dayOf(time * 1000) : Number.NaN));
  const written = days.map((day, row) => (Number.isNaN(day) ? times[row] : new Date(day).toISOString().slice(0, 10)));
  const [before = Number.NaN, last = Number.NaN] = days.slice(-2);
  const isQuote = last >= before && last - before < frame * SHORTEST * DAY_MS;
  return { written, bars: isQuote ? days.length - 1 : days.length };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function told(value: unknown): string {
  return String(value).slice(0, 200);
}
