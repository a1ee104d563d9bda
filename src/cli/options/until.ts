import { DAY_MS } from "../../core/time/calendar-year.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { parseDurationMs } from "../../core/time/duration.ts";

const LONGEST_MS = 366 * DAY_MS;

/**
 * The moment that `--until` means: a duration from now on (`8h`, `2d`), a day (its beginning in UTC), or a moment in ISO 8601.
 *
 * @throws AppError USAGE for anything else, for the past, and for more than a year
 */
export function untilMoment(text: string, now: Date): Date {
  const durationMs = parseDurationMs(text);
  const isIso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const moment = durationMs === null ? new Date(isIso ? text : Number.NaN) : new Date(now.getTime() + durationMs);
  if (Number.isNaN(moment.getTime())) {
    throw new AppError("USAGE", `--until takes no "${text}".`, {
      hint: "Write a duration (8h, 2d), a day (2026-03-01), or a moment (2026-03-01T08:00:00+01:00).",
    });
  }
  if (moment <= now) throw new AppError("USAGE", `--until ${text} has passed.`, { hint: "Write a later moment." });
  if (moment.getTime() - now.getTime() <= LONGEST_MS) return moment;
  throw new AppError("USAGE", `--until ${text} is more than a year away.`, {
    hint: "Take the rule out of the DAG file instead.",
  });
}
