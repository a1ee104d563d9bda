import { formatQuantity, UNDEFINED_TEXT } from "./format-number.ts";

const HOURS = 24;
const MINUTES = 60;
const SECONDS = 60;

/** A time in days: `51.9`, and below a day in the unit that fits, which is named: `3.5 h`, `12 min`, `20 s`. */
export function formatDays(days: number): string {
  const size = Math.abs(days);
  if (!(size < 1) || size === 0) return formatQuantity(days, size < 100 ? 1 : 0);
  const hours = days * HOURS;
  if (size * HOURS >= 1) return `${formatQuantity(hours, 1)} h`;
  const minutes = hours * MINUTES;
  if (size * HOURS * MINUTES >= 1) return `${formatQuantity(minutes, Math.abs(minutes) < 10 ? 1 : 0)} min`;
  return `${formatQuantity(minutes * SECONDS, 0)} s`;
}

/** {@link formatDays} for a text, in which days are named too: `51.9 days`. */
export function formatSpan(days: number): string {
  return withDays(formatDays(days));
}

/** What {@link formatDays} gave, with its unit; a dash has none. */
export function withDays(text: string): string {
  if (text === UNDEFINED_TEXT || text.includes(" ")) return text;
  return text === "1" ? "1 day" : `${text} days`;
}
