import { YEAR_DAYS } from "./calendar-year.ts";
import { type TradingSession, tradingDays } from "./trading-session.ts";

/** Days without a bar for longer are a hole in the data, not a holiday. */
const LONGEST_HOLIDAY = 10;
/** A shorter stretch of days holds too few weeks to count by; then weekends decide. */
export const SHORTEST_SPAN = 120;
/** Exchanges have 240 to 261 days; what is closer than this to a usual year is one. */
const USUAL = 0.06;
/** A day with less than this share of the usual bars, such as a Sunday evening, is none. */
const WHOLE_DAY = 0.25;
/** More than half of the two in seven that a market without weekends has. */
const WEEKEND_SHARE = 0.5 * (2 / 7);

export interface TradingYear {
  /** Usual number of bars in a day. */
  readonly barsPerDay: number;
  /** 252 and 365 where the data come near to one of them, else as they are. */
  readonly days: number;
}

/** Measured from the days that have bars: their number over the time that they cover, without holes in the data. */
export function tradingYear(time: Float64Array, session?: TradingSession): TradingYear {
  const counts = new Map<number, number>();
  for (const day of time.map(tradingDays(session))) counts.set(day, (counts.get(day) ?? 0) + 1);
  const barsPerDay = median(Float64Array.from(counts.values()));
  const days = Float64Array.from(counts.keys()).filter((day) => (counts.get(day) ?? 0) >= WHOLE_DAY * barsPerDay);
  return { barsPerDay, days: daysOfYear(days) };
}

function daysOfYear(days: Float64Array): number {
  const steps = days
    .subarray(1)
    .map((day, index) => day - (days[index] ?? day))
    .filter((step) => step <= LONGEST_HOLIDAY);
  const span = steps.reduce((sum, step) => sum + step, 0);
  if (span < SHORTEST_SPAN) return weekendShare(days) > WEEKEND_SHARE ? 365 : 252;
  const measured = (YEAR_DAYS * steps.length) / span;
  return [252, 365].find((usual) => Math.abs(measured / usual - 1) <= USUAL) ?? Math.round(measured);
}

/** Day 0 is a Thursday. */
function weekendShare(days: Float64Array): number {
  const weekends = days.filter((day) => [0, 6].includes((((day + 4) % 7) + 7) % 7)).length;
  return days.length === 0 ? 0 : weekends / days.length;
}

export function median(values: Float64Array): number {
  return values.sort()[values.length >> 1] ?? 0;
}
