import { AppError } from "../../../core/errors/app-error.ts";
import { type Document, isMap } from "../../../core/values/document-shape.ts";
import { ownRecord } from "../../../core/values/own-record.ts";
import { dayInZone } from "../../sources/answers/day-in-zone.ts";

/** Of bars whose day counts: their times are moments at which the exchange opened. */
const DAILY: ReadonlySet<unknown> = new Set(["1d", "5d", "1wk", "1mo", "3mo"]);

/**
 * The rows of a chart of Yahoo: `{"chart": {"result": [{"meta": {…}, "timestamp": […], "indicators": {"quote": [{…}],
 * "adjclose": [{…}]}}]}}`. Daily and longer bars have the day that it was at the exchange, where the chart names its zone; times are
 * seconds since 1970 otherwise.
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
  const timeOf = timeReader(result["meta"]);
  return times.map((time, row) =>
    ownRecord([["timestamp", timeOf(time)], ...columns.map(([name, values]) => [name, values[row]] as const)]),
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

function timeReader(meta: unknown): (time: unknown) => unknown {
  const { exchangeTimezoneName: zone, dataGranularity: length } = isMap(meta) ? meta : {};
  const dayOf = DAILY.has(length) && typeof zone === "string" ? dayInZone(zone) : null;
  if (dayOf === null) return (time) => time;
  return (time) => {
    const day = typeof time === "number" ? dayOf(time * 1000) : Number.NaN;
    return Number.isNaN(day) ? time : new Date(day).toISOString().slice(0, 10);
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function told(value: unknown): string {
  return String(value).slice(0, 200);
}
