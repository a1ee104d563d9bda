import { DAY_MS } from "../../core/time/calendar-year.ts";

export const MONTH_NAMES = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
] as const;

/** `2020-04-17`, UTC. */
export function formatDay(timeMs: number): string {
  return isoOf(timeMs).slice(0, 10);
}

/** `2020-04-17 14:30`, UTC. */
export function formatMinute(timeMs: number): string {
  return isoOf(timeMs).slice(0, 16).replace("T", " ");
}

/** The shorter form when every bar starts at midnight UTC, else with hours and minutes. */
export function barDateFormat(times: Float64Array): (timeMs: number) => string {
  return times.every((time) => time % DAY_MS === 0) ? formatDay : formatMinute;
}

/** The label of an axis tick: the coarsest unit that begins there (`2008`, `Mar`, `17 Mar`, `14:30`). */
export function formatTick(date: Date): string {
  if (date.getUTCHours() !== 0 || date.getUTCMinutes() !== 0) return date.toISOString().slice(11, 16);
  const month = MONTH_NAMES[date.getUTCMonth()] ?? "";
  if (date.getUTCDate() !== 1) return `${date.getUTCDate()} ${month}`;
  return date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : month;
}

function isoOf(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
