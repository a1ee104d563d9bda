import { type TradingSession, tradingDays } from "../../core/time/trading-session.ts";
import type { Bars } from "../../engine/bars.ts";

/** On which days a symbol trades. Days are counted since 1970-01-01. */
export interface TradingRhythm {
  readonly symbol: string;
  /** Days with a bar, rising. */
  readonly days: readonly number[];
  readonly has: ReadonlySet<number>;
  /** 0 is Sunday; those with a bar in at least half of the weeks that have one. */
  readonly weekdays: ReadonlySet<number>;
}

const USUAL = 0.5;

export function tradingRhythm({ symbol, time }: Bars, session?: TradingSession): TradingRhythm {
  const dayOf = tradingDays(session);
  const days: number[] = [];
  const counts = [0, 0, 0, 0, 0, 0, 0];
  let [weeks, lastDay, lastWeek] = [0, Number.NaN, Number.NaN];
  for (const at of time) {
    const day = dayOf(at);
    if (day === lastDay) continue;
    days.push(day);
    const weekday = weekdayOf(day);
    counts[weekday] = (counts[weekday] ?? 0) + 1;
    const week = Math.floor((day + 4) / 7);
    if (week !== lastWeek) weeks++;
    [lastDay, lastWeek] = [day, week];
  }
  const weekdays = [...counts.keys()].filter((weekday) => (counts[weekday] ?? 0) >= USUAL * weeks);
  return { symbol, days, has: new Set(days), weekdays: new Set(weekdays) };
}

/** Day 0 is a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Usual days without a bar, between the first and the last that have one. */
export function absentDays({ days, has, weekdays }: TradingRhythm): readonly number[] {
  return usualDays(weekdays, (days[0] ?? 0) + 1, days.at(-1) ?? 0).filter((day) => !has.has(day));
}

/** Days from `from`, before `to`, on which there is usually trade. */
export function usualDays(weekdays: ReadonlySet<number>, from: number, to: number): readonly number[] {
  const usual: number[] = [];
  for (let day = from; day < to; day++) if (weekdays.has(weekdayOf(day))) usual.push(day);
  return usual;
}
