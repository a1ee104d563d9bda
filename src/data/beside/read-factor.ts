import type { FactorField, FactorSpec } from "../../core/spec/beside-spec.ts";
import type { TradingSession } from "../../core/time/trading-session.ts";
import { TableProblems } from "../csv/table-problems.ts";
import { formatTime } from "../bars/format-time.ts";
import { readNumber } from "../files/read-number.ts";
import { type Cell, isEmptyCell } from "../files/row-source.ts";
import { type KnownRow, type KnownSeries, knownSeries } from "./known-series.ts";
import { momentReader } from "./moment-reader.ts";
import { namedColumns, refuseLack, type UsualHeaders } from "./named-columns.ts";
import type { OpenTable } from "./tables/open-table.ts";

const USUAL: UsualHeaders<FactorField> = {
  symbol: ["symbol", "ticker"],
  event_time: ["eventtime", "event", "periodend", "period", "fiscaldate", "date", "time"],
  known_at: ["knownat", "publishedat", "published", "publicationdate", "releasedate", "filingdate", "filed"],
  value: ["value"],
};

/** One factor of all symbols, as it became known. */
export interface ReadFactor {
  /** Absent for symbols that the file says nothing of. */
  readonly of: (symbol: string) => KnownSeries | null;
  readonly warnings: readonly string[];
}

/**
 * Reads `symbol, event_time, known_at, value`. Without a column of symbols the values are of all of them. Rows without a value are
 * left out and counted; rows that say two things at one moment are refused.
 *
 * @throws AppError DATASET_INVALID with place, line and value
 */
export function readFactor(table: OpenTable, spec: FactorSpec, session?: TradingSession): ReadFactor {
  const { rows, place, reading } = table;
  const { name, lagMs } = spec;
  const places = factorPlaces(table, spec);
  const readMoment = momentReader(reading, session);
  const problems = new TableProblems(place);
  const known = new Map<string, KnownRow[]>();
  const said = new Map<string, number>();
  let empty = 0;
  let early = 0;
  const wanted = [places.event, places.value, places.known ?? places.event, places.symbol ?? places.event];
  rows.eachRow(wanted, (cells, line) => {
    const cell = cells[places.value];
    if (isEmptyCell(cell)) {
      empty++;
      return;
    }
    const value = readNumber(cell ?? "", reading.decimal);
    const eventTime = readMoment(cells[places.event] ?? "");
    const knownAt = places.known === null ? eventTime + (lagMs ?? 0) : readMoment(cells[places.known] ?? "");
    const symbol = places.symbol === null ? EVERY : String(cells[places.symbol] ?? "");
    const wrong = problemOf({ value, eventTime, knownAt, symbol }, { cells, places });
    if (wrong !== null) {
      problems.add(line, wrong);
      return;
    }
    if (knownAt < eventTime) early++;
    const moment = JSON.stringify([symbol, eventTime, knownAt]);
    const before = said.get(moment);
    if (before !== undefined && before !== value) {
      const when = formatTime(knownAt);
      problems.add(line, `${value} became known when ${before} did (${when}), of the same event`, "Keep one of them.");
      return;
    }
    if (before === value) return;
    said.set(moment, value);
    const list = known.get(symbol) ?? [];
    known.set(symbol, list);
    list.push({ knownAt, eventTime, value });
  });
  problems.throwIfAny();
  const series = new Map([...known].map(([symbol, list]) => [symbol, knownSeries(list)]));
  return {
    of: (symbol) => series.get(symbol) ?? series.get(EVERY) ?? null,
    warnings: [
      ...(empty === 0 ? [] : [`${name}: ${rowCount(empty)} without a value ${empty === 1 ? "is" : "are"} left out`]),
      ...(early === 0 ? [] : [`${name}: ${rowCount(early)} became known before the event; see known_at`]),
      ...(series.size === 0 ? [`${name}: there is no value in ${place}`] : []),
    ],
  };
}

/** No file can name a symbol so: cells are trimmed. */
const EVERY = " ";

interface Places {
  readonly symbol: number | null;
  readonly event: number;
  readonly known: number | null;
  readonly value: number;
}

function factorPlaces(table: OpenTable, { name, columns, lagMs }: FactorSpec): Places {
  const { rows, place: file } = table;
  const key = "factors";
  const found = namedColumns(
    rows,
    { ...USUAL, value: [...USUAL.value, name.toLowerCase().replaceAll("_", "")] },
    {
      given: { ...table.columns, ...columns },
      file,
      key,
    },
  );
  const { symbol, value } = found;
  if (value === null)
    return refuseLack("value", rows, {
      file,
      key,
      hint: `Say which: columns: { value: … }, or name the column "${name}".`,
    });
  if (found.known_at === null && lagMs === undefined) {
    const hint =
      "Say when each value was published (columns: { known_at: … }), or how long after its event (lag: 90d): else a backtest would know it too early.";
    return refuseLack("known_at", rows, { file, key, hint });
  }
  const event = found.event_time ?? found.known_at;
  if (event === null)
    return refuseLack("event_time", rows, { file, key, hint: "Say which: columns: { event_time: … }." });
  return { symbol, event, value, known: found.known_at };
}

function problemOf(
  { value, eventTime, knownAt, symbol }: KnownRow & { readonly symbol: string },
  { cells, places }: { readonly cells: readonly Cell[]; readonly places: Places },
): string | null {
  if (!Number.isFinite(value)) return `value is "${cells[places.value]}", not a number`;
  if (!Number.isFinite(eventTime)) return `event_time "${cells[places.event]}" is no date or time`;
  if (!Number.isFinite(knownAt)) return `known_at "${cells[places.known ?? places.event]}" is no date or time`;
  return symbol === "" ? "symbol is empty" : null;
}

function rowCount(count: number): string {
  return count === 1 ? "one row" : `${count.toLocaleString("en")} rows`;
}
