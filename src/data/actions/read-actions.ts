import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { TradingSession } from "../../core/time/trading-session.ts";
import { momentReader } from "../beside/moment-reader.ts";
import { namedColumns, refuseLack, type UsualHeaders } from "../beside/named-columns.ts";
import { amountProblem } from "../bars/price-range.ts";
import { formatTime } from "../bars/format-time.ts";
import { splitRatio } from "../csv/split-ratio.ts";
import { TableProblems } from "../csv/table-problems.ts";
import { timeReader } from "../files/date-format.ts";
import { openRows } from "../files/open-rows.ts";
import { type Cell, isEmptyCell, type RowSource } from "../files/row-source.ts";
import { readDataFile } from "../formats/read-data-file.ts";
import { type Action, type ActionKind, ratioProblem } from "./action.ts";

const FIELDS = ["symbol", "ex_date", "kind", "value", "split", "dividend", "known_at"] as const;
type Field = (typeof FIELDS)[number];

const USUAL: UsualHeaders<Field> = {
  symbol: ["symbol", "ticker"],
  ex_date: ["exdate", "exdividenddate", "effectivedate", "effective", "date"],
  kind: ["kind", "type", "action", "event"],
  value: ["value", "amount"],
  split: ["split", "splits", "stocksplits", "splitfactor", "splitratio", "ratio"],
  dividend: ["dividend", "dividends", "divcash", "dividendamount", "cash"],
  known_at: ["knownat", "announcedat", "announced", "announcementdate", "declared", "declarationdate", "publishedat"],
};

const KINDS: Readonly<Record<string, ActionKind>> = {
  split: "split",
  "stock split": "split",
  stock_split: "split",
  dividend: "dividend",
  "cash dividend": "dividend",
  cash_dividend: "dividend",
};

/** By symbol, in the order of the file. */
export type ActionsOf = ReadonlyMap<string, readonly Action[]>;

/**
 * Reads `symbol, ex_date, kind, value`, or `symbol, ex_date, split, dividend`, with or without `known_at`: without it, and where its
 * cell is empty, an action is known from its ex-date on. Dividends of one day add up; what is there twice, and two splits of one
 * day, are refused.
 *
 * @throws AppError FILE_NOT_FOUND and the like; DATASET_INVALID with file, line and value
 */
export async function readActions(file: string, session?: TradingSession): Promise<ActionsOf> {
  return actionsFromRows(await openRows(await readDataFile(file), {}, file), file, session);
}

export function actionsFromRows(rows: RowSource, file: string, session?: TradingSession): ActionsOf {
  const places = placesIn(rows, file);
  const readDay = timeReader(undefined, { isDaily: true });
  const readMoment = momentReader({}, session);
  const problems = new TableProblems(file);
  const found = new Map<string, Action[]>();
  const lineOf = new Map<string, number>();
  const wanted = FIELDS.map((field) => places[field] ?? places.ex_date);
  rows.eachRow(wanted, (cells, line) => {
    const at = (field: Field): Cell => cells[places[field] ?? -1] ?? "";
    const symbol = String(at("symbol"));
    const exTime = readDay(at("ex_date"));
    const knownAt = isEmptyCell(at("known_at")) ? floorDay(exTime) : readMoment(at("known_at"));
    const wrong = momentProblem({ symbol, exTime, knownAt }, at);
    if (wrong !== null) {
      problems.add(line, wrong);
      return;
    }
    for (const { kind, amount, problem } of amountsOf(places, at)) {
      if (problem !== null) {
        problems.add(line, problem);
        continue;
      }
      const action: Action = { kind, exDay: floorDay(exTime) / DAY_MS, amount, knownAt };
      const twin = lineOf.get(keyOf(symbol, action));
      if (twin !== undefined) {
        problems.add(
          line,
          twinText(symbol, action, twin),
          "Keep one of them; of two splits of one day, their product.",
        );
        continue;
      }
      lineOf.set(keyOf(symbol, action), line);
      const list = found.get(symbol) ?? [];
      found.set(symbol, list);
      list.push(action);
    }
  });
  problems.throwIfAny();
  return found;
}

type Places = Readonly<Record<Field, number | null>> & { readonly symbol: number; readonly ex_date: number };

function placesIn(rows: RowSource, file: string): Places {
  const key = "actions";
  const hint = "Actions have the columns symbol, ex_date, kind and value, or symbol, ex_date, split and dividend.";
  const places = namedColumns(rows, USUAL, { file, key });
  const { symbol, ex_date: day } = places;
  if (symbol === null) return refuseLack("symbol", rows, { file, key, hint });
  if (day === null) return refuseLack("ex_date", rows, { file, key, hint });
  const isLong = places.kind !== null && places.value !== null;
  if (!isLong && places.split === null && places.dividend === null) {
    return refuseLack(places.kind === null ? "kind" : "value", rows, { file, key, hint });
  }
  return { ...places, symbol, ex_date: day };
}

interface ReadAmount {
  readonly kind: ActionKind;
  readonly amount: number;
  readonly problem: string | null;
}

function amountsOf(
  { kind: kindAt, value, split, dividend }: Places,
  at: (field: Field) => Cell,
): readonly ReadAmount[] {
  if (kindAt !== null && value !== null) {
    const written = String(at("kind")).trim().toLowerCase();
    const kind = Object.hasOwn(KINDS, written) ? KINDS[written] : undefined;
    if (kind === undefined) {
      const problem = `kind is ${JSON.stringify(at("kind"))}; it is split or dividend`;
      return [{ kind: "split", amount: Number.NaN, problem }];
    }
    return [readAmount(kind, at("value"))];
  }
  const isSaid = (field: ActionKind, place: number | null): boolean => place !== null && !isIdle(at(field));
  return [
    ...(isSaid("split", split) ? [readAmount("split", at("split"))] : []),
    ...(isSaid("dividend", dividend) ? [readAmount("dividend", at("dividend"))] : []),
  ];
}

/** In a table with a column for each, 0 says that there was none. */
function isIdle(cell: Cell): boolean {
  return isEmptyCell(cell) || Number(cell) === 0;
}

function readAmount(kind: ActionKind, cell: Cell): ReadAmount {
  if (isEmptyCell(cell)) return { kind, amount: Number.NaN, problem: `the ${kind} has no value` };
  const written = Number(cell);
  const amount = kind === "split" && Number.isNaN(written) ? splitRatio(String(cell)) : written;
  if (!Number.isFinite(amount)) {
    return {
      kind,
      amount,
      problem: `the ${kind} is ${JSON.stringify(cell)}, ${kind === "split" ? "no ratio such as 4 or 4:1" : "not a number"}`,
    };
  }
  switch (kind) {
    case "split":
      return { kind, amount, problem: ratioProblem(amount) };
    case "dividend":
      return { kind, amount, problem: amountProblem("dividend", amount) };
  }
}

function momentProblem(
  { symbol, exTime, knownAt }: { readonly symbol: string; readonly exTime: number; readonly knownAt: number },
  at: (field: Field) => Cell,
): string | null {
  if (symbol === "") return "symbol is empty";
  if (!Number.isFinite(exTime)) return `ex_date ${JSON.stringify(at("ex_date"))} is no date`;
  return Number.isFinite(knownAt) ? null : `known_at ${JSON.stringify(at("known_at"))} is no date or time`;
}

/** Several dividends of one day are known as several; of splits there is one. */
function keyOf(symbol: string, { kind, exDay, amount, knownAt }: Action): string {
  return JSON.stringify([symbol, kind, exDay, knownAt, kind === "dividend" ? amount : null]);
}

function twinText(symbol: string, { kind, exDay }: Action, line: number): string {
  return `a ${kind} of ${symbol} of ${formatTime(exDay * DAY_MS)} is there already, on line ${line}`;
}

function floorDay(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS;
}
