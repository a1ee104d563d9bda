import { DAY_MS } from "../../core/time/calendar-year.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { tradingDays, type TradingSession } from "../../core/time/trading-session.ts";
import { TableProblems } from "../csv/table-problems.ts";
import { parseTime } from "../csv/time/parse-time.ts";
import { isEmptyCell } from "../files/row-source.ts";
import { namedColumns, refuseLack } from "./named-columns.ts";
import type { OpenTable } from "./tables/open-table.ts";

const USUAL = {
  symbol: ["symbol", "ticker"],
  from: ["from", "start", "startdate"],
  to: ["to", "end", "enddate"],
  delisting_return: ["delistingreturn", "dlret"],
} as const;

/** Days since 1970 on which a symbol is in the universe: the first one, and the first one on which it is not any more. */
interface Spell {
  readonly from: number;
  readonly to: number;
  /** Null: nobody said. */
  readonly delistingReturn: number | null;
  readonly line: number;
}

export interface UniverseEnd {
  /** Days since 1970, the first one on which it was not in any more; Infinity while it is. */
  readonly leaves: number;
  /** As a fraction of its last close less 1; null: nobody said. */
  readonly delistingReturn: number | null;
}

export interface Universe {
  /** All that are or were in, in the order of the file; of a query by name. */
  readonly symbols: readonly string[];
  /** One value per bar: 1 where the symbol was in, else 0. @throws AppError DATASET_INVALID when it never was */
  readonly memberAt: (symbol: string, time: Float64Array, session?: TradingSession) => Float64Array;
  /** Whether it is in on a day since 1970. @throws AppError DATASET_INVALID when there is no row of it */
  readonly isIn: (symbol: string, day: number) => boolean;
  /** When a symbol left for good, and what its units brought then. */
  readonly endOf: (symbol: string) => UniverseEnd;
}

/**
 * Reads `symbol, from, to`: who was in and when, the end not included, an empty end still in. A column `delisting_return` says what
 * a symbol brought after its last bar. `infinity` and `-infinity`, as Postgres has them, are ends that are open.
 *
 * @throws AppError DATASET_INVALID with place, line and value
 */
export function readUniverse({ rows, isOrdered, place, columns }: OpenTable): Universe {
  const key = "universe";
  const named = { file: place, key };
  const {
    symbol,
    from,
    to,
    delisting_return: returnAt,
  } = namedColumns<keyof typeof USUAL>(rows, USUAL, {
    ...named,
    given: columns,
  });
  const hint = "A universe has the columns symbol, from and to.";
  if (symbol === null) return refuseLack("symbol", rows, { ...named, hint });
  if (from === null) return refuseLack("from", rows, { ...named, hint });
  if (to === null) return refuseLack("to", rows, { ...named, hint });
  const problems = new TableProblems(place);
  const spells = new Map<string, Spell[]>();
  rows.eachRow([symbol, from, to, returnAt ?? to], (cells, line) => {
    const name = String(cells[symbol] ?? "");
    const start = dayOf(String(cells[from] ?? ""));
    const end = isEmptyCell(cells[to]) ? Number.POSITIVE_INFINITY : dayOf(String(cells[to]));
    const written = returnAt === null ? undefined : cells[returnAt];
    const delistingReturn = isEmptyCell(written) ? null : Number(written);
    const known = spells.get(name) ?? [];
    if (name === "") problems.add(line, "symbol is empty");
    else if (Number.isNaN(start)) problems.add(line, `from "${cells[from]}" is no date`);
    else if (Number.isNaN(end)) problems.add(line, `to "${cells[to]}" is no date`);
    else if (end <= start) problems.add(line, `to ${cells[to]} is not after from ${cells[from]}`);
    else if (delistingReturn !== null && !(delistingReturn >= -1 && delistingReturn <= MOST_RETURN))
      problems.add(
        line,
        `delisting_return is "${written}"; it is a fraction, -1 (nothing is left) or more: -0.3 is 30 % less`,
      );
    else if (known.some((other) => start < other.to && other.from < end))
      problems.add(line, `${name} is in already at that time, by another row`);
    else spells.set(name, [...known, { from: start, to: end, delistingReturn, line }]);
  });
  for (const [name, own] of spells) {
    const last = lastOf(own);
    const early = own.find((spell) => spell !== last && spell.delistingReturn !== null);
    if (early)
      problems.add(
        early.line,
        `${name} is back in later, so it was not delisted`,
        "Only its last row may have a delisting_return.",
      );
  }
  refuseTwins(spells, problems);
  problems.throwIfAny();
  if (spells.size === 0)
    throw new AppError("DATASET_INVALID", `${place} has no rows: nobody is in`, { details: { key } });
  const isIn: Universe["isIn"] = (name, day) => {
    const own = spells.get(name);
    if (own === undefined) throw notIn(name, place);
    return own.some((spell) => day >= spell.from && day < spell.to);
  };
  const symbols = [...spells.keys()];
  return {
    // Results are named by their bars, symbol by symbol: the same members are to give the same.
    symbols: isOrdered ? symbols : symbols.sort((a, b) => (a < b ? -1 : 1)),
    isIn,
    memberAt(name, time, session) {
      const dayAt = tradingDays(session);
      return time.map((start) => (isIn(name, dayAt(start)) ? 1 : 0));
    },
    endOf(name) {
      const last = lastOf(spells.get(name) ?? []);
      return { leaves: last?.to ?? Number.POSITIVE_INFINITY, delistingReturn: last?.delistingReturn ?? null };
    },
  };
}

/** More is rather a number of percent. */
const MOST_RETURN = 10;

/** On many disks their files would be one, and a query that spells one name in two ways means one. */
function refuseTwins(spells: ReadonlyMap<string, readonly Spell[]>, problems: TableProblems): void {
  const seen = new Map<string, string>();
  for (const [name, [first]] of spells) {
    const plain = name.toLowerCase();
    const other = seen.get(plain);
    seen.set(plain, name);
    if (other === undefined) continue;
    const hint = "Spell a symbol in one way, such as upper(ticker) in a query.";
    problems.add(first?.line ?? 0, `${name} and ${other} differ in upper and lower case alone`, hint);
  }
}

function lastOf(spells: readonly Spell[]): Spell | undefined {
  return spells.toSorted((a, b) => b.from - a.from)[0];
}

function dayOf(text: string): number {
  if (text === "-infinity") return Number.NEGATIVE_INFINITY;
  if (text === "infinity") return Number.POSITIVE_INFINITY;
  return Math.floor(parseTime(text, { isDaily: true }) / DAY_MS);
}

function notIn(symbol: string, place: string): AppError {
  return new AppError("DATASET_INVALID", `${place} has no row of "${symbol}"`, {
    hint: "Give it a row with the day on which it joined, or take it out of symbols.",
    details: { key: "symbols" },
  });
}
