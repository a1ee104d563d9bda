import { printableLine } from "../../../core/text/printable.ts";
import { isMap } from "../../../core/values/document-shape.ts";
import { checkedActions } from "../answers/checked-actions.ts";
import { checkedBars } from "../answers/checked-bars.ts";
import type { BarsPage, BarsRequest, CorporateAction, FoundInstrument, SourceBar, SupplyRow } from "../source.ts";
import { invalidAnswer } from "../source-error.ts";

const MOST_BARS = 1_000_000;
const MOST_FOUND = 10_000;
const MOST_ROWS = 100_000;
const LONGEST_CURSOR = 10_000;
const LONGEST_WORD = 200;

/** What code of users gives is taken apart and made anew: nothing of it is trusted, and nothing else of it is kept. */

/** @throws AppError SOURCE_ANSWER_INVALID */
export function checkedPage(source: string, request: BarsRequest, given: unknown): BarsPage {
  const bars = isMap(given) ? given["bars"] : undefined;
  if (!isMap(given) || !Array.isArray(bars))
    throw invalidAnswer(source, 'a page is { bars: […], next: null }, and this has no list of "bars"', HINT);
  if (bars.length > MOST_BARS)
    throw invalidAnswer(
      source,
      `a page has ${bars.length.toLocaleString("en")} bars; the most are ${MOST_BARS.toLocaleString("en")}`,
      HINT,
    );
  const { next = null, derived } = given;
  if (next !== null && (typeof next !== "string" || next.length > LONGEST_CURSOR)) {
    throw invalidAnswer(source, '"next" of a page is text, or null when nothing is left', HINT);
  }
  const isDerived = typeof derived === "string" && /^[\w-]{1,100}$/.test(derived);
  return { bars: checkedBars(source, request, bars.map(barOf)), next, ...(isDerived && { derived }) };
}

const HINT = "Types of nightgrid tell an editor what is wrong: docs/data-sources-own.md.";

function barOf(given: unknown): SourceBar {
  const number = (name: string, absent = Number.NaN): number => {
    const value = isMap(given) && Object.hasOwn(given, name) ? given[name] : undefined;
    return typeof value === "number" ? value : value === undefined ? absent : Number.NaN;
  };
  const [time, open, high, low, close] = [
    number("time"),
    number("open"),
    number("high"),
    number("low"),
    number("close"),
  ];
  return { time, open, high, low, close, volume: number("volume", 0) };
}

/** @throws AppError SOURCE_ANSWER_INVALID */
export function checkedInstruments(source: string, given: unknown): readonly FoundInstrument[] {
  if (!Array.isArray(given)) throw invalidAnswer(source, "what it found is no list", HINT);
  return (given as readonly unknown[]).slice(0, MOST_FOUND).map((each) => checkedInstrument(source, each));
}

/** @throws AppError SOURCE_ANSWER_INVALID */
export function checkedInstrument(source: string, given: unknown): FoundInstrument {
  const text = (name: string, fallback: string): string => {
    const value = isMap(given) ? given[name] : undefined;
    return typeof value === "string" ? printableLine(value).toWellFormed().slice(0, LONGEST_WORD) : fallback;
  };
  const id = text("id", "");
  if (id === "") throw invalidAnswer(source, 'an instrument is { id, symbol, name }, and this has no "id"', HINT);
  return { id, symbol: text("symbol", id), name: text("name", "") };
}

/** @throws AppError SOURCE_ANSWER_INVALID */
export function checkedOwnActions(source: string, request: BarsRequest, given: unknown): readonly CorporateAction[] {
  const actions = listOf(source, given, "actions").map((each): CorporateAction => {
    const exDate = isMap(each) && typeof each["exDate"] === "string" ? each["exDate"].slice(0, 20) : "";
    const amount = (name: string): number => (isMap(each) && typeof each[name] === "number" ? each[name] : Number.NaN);
    if (isMap(each) && each["kind"] === "split") return { kind: "split", exDate, ratio: amount("ratio") };
    if (isMap(each) && each["kind"] === "dividend") return { kind: "dividend", exDate, cash: amount("cash") };
    throw invalidAnswer(source, 'an action has the kind "split" or "dividend"', HINT);
  });
  return checkedActions(source, request, actions);
}

/** @throws AppError SOURCE_ANSWER_INVALID */
export function checkedSupply(source: string, given: unknown): readonly SupplyRow[] {
  return listOf(source, given, "supply").map((each): SupplyRow => {
    const amount = (name: string): number | null => {
      const value = isMap(each) ? (each[name] ?? null) : null;
      if (value === null || (typeof value === "number" && value >= 0 && Number.isFinite(value))) return value;
      throw invalidAnswer(source, `"${name}" of its supply is no amount`, HINT);
    };
    const time = isMap(each) ? each["time"] : null;
    if (typeof time !== "number" || !(time >= 0 && time < 8e12))
      throw invalidAnswer(source, "a row of its supply has no time", HINT);
    return { time, circulating: amount("circulating"), total: amount("total"), max: amount("max") };
  });
}

function listOf(source: string, given: unknown, what: string): readonly unknown[] {
  if (Array.isArray(given) && given.length <= MOST_ROWS) return given;
  throw invalidAnswer(source, `its ${what} are no list, or too long a one`, HINT);
}
