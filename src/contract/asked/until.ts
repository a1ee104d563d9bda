import { DAY_MS } from "../../core/time/calendar-year.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { parseDurationMs } from "../../core/time/duration.ts";
import { isoMoment } from "./iso-moment.ts";

const LONGEST_MS = 366 * DAY_MS;

/**
 * The moment that `--until` means, or what has that `name` elsewhere: a duration from now on (`8h`, `2d`), a day (its beginning in UTC), or a moment in ISO 8601.
 *
 * @throws AppError USAGE for anything else, for the past, and for more than a year
 */
export function untilMoment(text: string, now: Date, name = "--until"): Date {
  const durationMs = parseDurationMs(text);
  const moment = durationMs === null ? isoMoment(text) : new Date(now.getTime() + durationMs);
  if (moment === null || Number.isNaN(moment.getTime())) {
    throw new AppError("USAGE", `${name} takes no "${text}".`, {
      hint: "Write a duration (8h, 2d), a day (2026-03-01), or a moment (2026-03-01T08:00:00+01:00).",
    });
  }
  if (moment <= now) throw new AppError("USAGE", `${name} ${text} has passed.`, { hint: "Write a later moment." });
  if (moment.getTime() - now.getTime() <= LONGEST_MS) return moment;
  throw new AppError("USAGE", `${name} ${text} is more than a year away.`, {
    hint: "Take the rule out of the DAG file instead.",
  });
}
