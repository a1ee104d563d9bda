import type { Note } from "../../core/notes/note.ts";
import { type TradingSession } from "../../core/time/trading-session.ts";
import type { Bars } from "../../engine/bars.ts";
import { formatTime } from "../bars/format-time.ts";
import { DAY_MS, LONG_BARS_MS, timeframeMs } from "../bars/timeframe.ts";
import type { DateWindow } from "../resolve-window.ts";
import { type MissingBars, missingDays, missingInDays, missingPeriods } from "./missing-bars.ts";
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

/** What is odd about the bars of a backtest: missing ones, and symbols that begin late or end early. */
export function dataNotes({ bars, timeframe, asked, session }: NotedData): readonly Note[] {
  const stepMs = timeframeMs(timeframe);
  const rhythms = bars.map((one) => tradingRhythm(one, session));
  const missing = stepMs >= LONG_BARS_MS ? bars.map((one) => missingPeriods(one, stepMs)) : rhythms.map(ofDays);
  const inside = stepMs < DAY_MS ? bars.map((one) => missingInDays(one, stepMs, session)) : [];
  const { late, early } = lateAndEarly(bars, rhythms, { stepMs, asked });
  return [
    ...noteOf("bars_missing", [...missing, ...inside].flatMap((one) => (one === null ? [] : [missingText(one)]))),
    ...noteOf("starts_late", late.map((odd) => endText(odd, "starts"))),
    ...noteOf("ends_early", early.map((odd) => endText(odd, "ends"))),
  ];
}

function ofDays(rhythm: TradingRhythm, _: number, all: readonly TradingRhythm[]): MissingBars | null {
  const alike = all.filter(({ weekdays }) => weekdays.symmetricDifference(rhythm.weekdays).size === 0);
  const fullest = alike.reduce((most, one) => (one.days.length > most.days.length ? one : most), rhythm);
  return missingDays(rhythm, fullest);
}

function noteOf(kind: Note["kind"], texts: readonly string[]): readonly Note[] {
  if (texts.length === 0) return [];
  const more = texts.length - SYMBOLS_TOLD;
  const shown = texts.slice(0, SYMBOLS_TOLD).join(", ");
  return [{ kind, text: more > 0 ? `${shown} and ${more} more like these` : shown }];
}

function missingText({ symbol, missing, expected, unit, from }: MissingBars): string {
  return `${symbol} lacks ${count(missing)} of ${count(expected)} ${unit} (the longest gap from ${formatTime(from)})`;
}

function endText({ symbol, at, bars, than }: OddEnd, verb: "starts" | "ends"): string {
  const [word, side] = verb === "starts" ? ["late", "after"] : ["early", "before"];
  return `${symbol} ${verb} ${word}, on ${formatTime(at)}, ${count(bars)} bars ${side} ${than}`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
