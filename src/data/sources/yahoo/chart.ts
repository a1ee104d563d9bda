import { isMap } from "../../../core/values/document-shape.ts";
import { dateOf } from "../answers/checked-actions.ts";
import { dayInZone } from "../answers/day-in-zone.ts";
import { listOf, memberOf, numberOf, textOf } from "../answers/read-value.ts";
import { invalidAnswer } from "../source-error.ts";

/** One answer of the chart, its columns side by side. */
export interface Chart {
  /** Of the exchange: midnight UTC of the day that it is there, of a moment in milliseconds. */
  readonly dayOf: (time: number) => number;
  readonly rows: readonly ChartRow[];
  readonly splits: readonly { readonly exDate: string; readonly ratio: number }[];
  readonly dividends: readonly { readonly exDate: string; readonly cash: number }[];
}

/** Prices are adjusted for splits; null where the answer has null. */
export interface ChartRow {
  /** Milliseconds. */
  readonly time: number;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly close: number | null;
  readonly volume: number | null;
  /** Adjusted for dividends, too; null where there is none, as in intraday charts. */
  readonly adjusted: number | null;
}

const FIELDS = ["open", "high", "low", "close", "volume"] as const;

/**
 * @param asked what the answer has to be about: of a span that is too long, Yahoo gives longer bars without a word
 * @throws AppError SOURCE_ANSWER_INVALID
 */
export function readChart(
  source: string,
  answer: unknown,
  asked: { readonly instrument: string; readonly interval: string },
): Chart {
  const wrong = (problem: string): Error => invalidAnswer(source, `${asked.instrument}: ${problem}`);
  const chart = memberOf(answer, "chart");
  const error = memberOf(chart, "error");
  if (isMap(error)) throw wrong(`${textOf(error, "code")}: ${textOf(error, "description")}`);
  const [result] = listOf(chart, "result") ?? [];
  const meta = memberOf(result, "meta");
  const symbol = textOf(meta, "symbol");
  if (symbol.toUpperCase() !== asked.instrument.toUpperCase()) throw wrong(`the answer is about "${symbol}"`);
  const interval = textOf(meta, "dataGranularity");
  if (interval !== asked.interval)
    throw wrong(`its bars are of ${interval}, and not of ${asked.interval} as asked for`);
  const dayOf = dayInZone(textOf(meta, "exchangeTimezoneName"));
  if (dayOf === null) throw wrong(`its exchange has no time zone ("${textOf(meta, "exchangeTimezoneName")}")`);
  const times = listOf(result, "timestamp") ?? [];
  const indicators = memberOf(result, "indicators");
  const columns = FIELDS.map((field) => listOf(listOf(indicators, "quote")?.[0], field) ?? []);
  const adjusted = listOf(listOf(indicators, "adjclose")?.[0], "adjclose");
  const uneven = [...columns, ...(adjusted === null ? [] : [adjusted])].some(({ length }) => length !== times.length);
  // A span without a bar has neither times nor columns.
  if (uneven) throw wrong("its columns are of different lengths");
  const rows = times.map((time, index): ChartRow => {
    const [open = null, high = null, low = null, close = null, volume = null] = columns.map((column) =>
      numberOrNull(column[index]),
    );
    return { time: numberOf(time) * 1000, open, high, low, close, volume, adjusted: numberOrNull(adjusted?.[index]) };
  });
  const events = memberOf(result, "events");
  return {
    dayOf,
    rows,
    splits: eventsOf(events, "splits").map((event) => ({
      exDate: dateOf(dayOf(numberOf(memberOf(event, "date")) * 1000)),
      ratio: numberOf(memberOf(event, "numerator")) / numberOf(memberOf(event, "denominator")),
    })),
    dividends: eventsOf(events, "dividends").map((event) => ({
      exDate: dateOf(dayOf(numberOf(memberOf(event, "date")) * 1000)),
      cash: numberOf(memberOf(event, "amount")),
    })),
  };
}

function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : numberOf(value);
}

/** A map by time; the order of its keys says nothing. */
function eventsOf(events: unknown, kind: string): readonly unknown[] {
  const found = memberOf(events, kind);
  return isMap(found) ? Object.values(found) : [];
}
