import { DAY_MS } from "../../core/time/calendar-year.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { tradingDays, type TradingSession } from "../../core/time/trading-session.ts";
import { TableProblems } from "../csv/table-problems.ts";
import { parseTime } from "../csv/time/parse-time.ts";
import { openRows } from "../files/open-rows.ts";
import { isEmptyCell } from "../files/row-source.ts";
import { readDataFile } from "../formats/read-data-file.ts";
import { namedColumns, refuseLack } from "./named-columns.ts";

const USUAL = {
  symbol: ["symbol", "ticker"],
  from: ["from", "start", "startdate"],
  to: ["to", "end", "enddate"],
} as const;

/** Days since 1970 on which a symbol is in the universe: the first one, and the first one on which it is not any more. */
interface Spell {
  readonly from: number;
  readonly to: number;
}

export interface Universe {
  /** One value per bar: 1 where the symbol was in, else 0. @throws AppError DATASET_INVALID when it never was */
  readonly memberAt: (symbol: string, time: Float64Array, session?: TradingSession) => Float64Array;
}

/**
 * Reads `symbol, from, to`: who was in and when, the end not included, an empty end still in.
 *
 * @throws AppError FILE_NOT_FOUND and the like; DATASET_INVALID with file, line and value
 */
export async function readUniverse(file: string): Promise<Universe> {
  const rows = await openRows(await readDataFile(file), {}, file);
  const key = "universe";
  const { symbol, from, to } = namedColumns(rows, USUAL, { file, key });
  const hint = "A universe has the columns symbol, from and to.";
  if (symbol === null) return refuseLack("symbol", rows, { file, key, hint });
  if (from === null) return refuseLack("from", rows, { file, key, hint });
  if (to === null) return refuseLack("to", rows, { file, key, hint });
  const problems = new TableProblems(file);
  const spells = new Map<string, Spell[]>();
  rows.eachRow([symbol, from, to], (cells, line) => {
    const name = String(cells[symbol] ?? "");
    const start = dayOf(String(cells[from] ?? ""));
    const end = isEmptyCell(cells[to]) ? Number.POSITIVE_INFINITY : dayOf(String(cells[to]));
    const known = spells.get(name) ?? [];
    if (name === "") problems.add(line, "symbol is empty");
    else if (Number.isNaN(start)) problems.add(line, `from "${cells[from]}" is no date`);
    else if (Number.isNaN(end)) problems.add(line, `to "${cells[to]}" is no date`);
    else if (end <= start) problems.add(line, `to ${cells[to]} is not after from ${cells[from]}`);
    else if (known.some((other) => start < other.to && other.from < end))
      problems.add(line, `${name} is in already at that time, by another row`);
    else spells.set(name, [...known, { from: start, to: end }]);
  });
  problems.throwIfAny();
  return {
    memberAt(name, time, session) {
      const own = spells.get(name);
      if (own === undefined) throw notIn(name, file);
      const dayAt = tradingDays(session);
      return time.map((start) => (own.some(({ from, to }) => dayAt(start) >= from && dayAt(start) < to) ? 1 : 0));
    },
  };
}

function dayOf(text: string): number {
  return Math.floor(parseTime(text, { isDaily: true }) / DAY_MS);
}

function notIn(symbol: string, file: string): AppError {
  return new AppError("DATASET_INVALID", `${file} has no row of "${symbol}"`, {
    hint: "Give it a row with the day on which it joined, or take it out of symbols.",
    details: { key: "symbols" },
  });
}
