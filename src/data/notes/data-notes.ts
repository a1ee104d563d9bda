import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { Note, NoteKind } from "../../core/notes/note.ts";
import type { TradingSession } from "../../core/time/trading-session.ts";
import type { Bars } from "../../engine/bars.ts";
import { formatTime } from "../bars/format-time.ts";
import { LONG_BARS_MS, timeframeMs } from "../bars/timeframe.ts";
import type { DateWindow } from "../resolve-window.ts";
import { missingInDays, missingPeriods } from "./missing-bars.ts";
import { missingDays } from "./missing-days.ts";
import { type Gap, missingIn } from "./odd-gaps.ts";
import { lateAndEarly, type OddEnd } from "./odd-ends.ts";
import { type TradingRhythm, tradingRhythm } from "./trading-rhythm.ts";

export interface NotedData {
  /** Cut to the window. */
  readonly bars: readonly Bars[];
  readonly timeframe: string;
  /** Dates that were asked for; null: none was. */
  readonly asked: DateWindow;
  readonly session?: TradingSession;
}

const SYMBOLS_TOLD = 3;
/** Of a day without weekends, bars fill so much at least. */
const ROUND_THE_CLOCK = 0.9;

/** What is odd about the bars of a backtest: missing ones, and symbols that begin late or end early. */
export function dataNotes({ bars, timeframe, asked, session }: NotedData): readonly Note[] {
  const stepMs = timeframeMs(timeframe);
  const rhythms = bars.map((one) => tradingRhythm(one, session));
  const missing = bars.flatMap((one, index) => {
    const { symbol, time } = one;
    const rhythm = rhythms[index];
    if (stepMs >= LONG_BARS_MS)
      return missingText(symbol, { gaps: missingPeriods(one, stepMs), of: time.length, unit: "bars" });
    if (rhythm === undefined) return [];
    const isAlwaysOpen = stepMs < DAY_MS && isRoundTheClock(rhythm, time.length * stepMs);
    const days = isAlwaysOpen ? [] : missingDays(rhythm, rhythms);
    const inDays = stepMs < DAY_MS ? missingInDays(one, { stepMs, isAlwaysOpen, ...(session && { session }) }) : [];
    return [
      ...missingText(symbol, { gaps: days, of: rhythm.days.length, unit: "days" }),
      ...missingText(symbol, { gaps: inDays, of: time.length, unit: "bars" }),
    ];
  });
  const { late, early } = lateAndEarly(bars, { rhythms, stepMs, asked });
  return [
    ...noteOf("bars_missing", missing),
    ...noteOf("starts_late", late.map(lateText)),
    ...noteOf("ends_early", early.map(earlyText)),
  ];
}

function isRoundTheClock({ days, weekdays }: TradingRhythm, coveredMs: number): boolean {
  return weekdays.size === 7 && coveredMs >= ROUND_THE_CLOCK * days.length * DAY_MS;
}

function noteOf(kind: NoteKind, texts: readonly string[]): readonly Note[] {
  if (texts.length === 0) return [];
  const more = texts.length - SYMBOLS_TOLD;
  const shown = texts.slice(0, SYMBOLS_TOLD).join(", ");
  return [{ kind, text: more > 0 ? `${shown} and ${more} more like these` : shown }];
}

/** `SPX lacks 12 of 5,117 days (first 2004-03-01, last 2011-05-05, longest 2008-09-22 … 2008-10-03)`; none without gaps. */
function missingText(
  symbol: string,
  { gaps, of, unit }: { readonly gaps: readonly Gap[]; readonly of: number; readonly unit: "days" | "bars" },
): readonly string[] {
  if (gaps.length === 0) return [];
  const missing = missingIn(gaps);
  return [`${symbol} lacks ${count(missing)} of ${count(of + missing)} ${unit} (${placeText(gaps)})`];
}

function placeText(gaps: readonly Gap[]): string {
  const longest = gaps.reduce((most, gap) => (gap.missing > most.missing ? gap : most));
  if (gaps.length === 1) return rangeText(longest);
  const bounds = [gaps[0], gaps.at(-1)].map((gap) => formatTime(gap?.from ?? 0));
  return `first ${bounds[0]}, last ${bounds[1]}, longest ${rangeText(longest)}`;
}

function rangeText({ from, to }: Gap): string {
  return from === to ? formatTime(from) : `${formatTime(from)} … ${formatTime(to)}`;
}

function lateText({ symbol, at, bars, than }: OddEnd): string {
  return `${symbol} starts late, on ${formatTime(at)}, ${count(bars)} bars after ${than}`;
}

function earlyText({ symbol, at, bars, than }: OddEnd): string {
  return `${symbol} ends early, on ${formatTime(at)}, ${count(bars)} bars before ${than}`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
