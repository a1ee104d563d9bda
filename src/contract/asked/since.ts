import { AppError } from "../../core/errors/app-error.ts";
import { parseDurationMs } from "../../core/time/duration.ts";
import { isoMoment } from "./iso-moment.ts";

/** The moment that `--since` means, or what has that `name` elsewhere: a duration back from now (`8h`, `2d`), a day (its beginning in UTC), or a moment in ISO 8601. @throws AppError USAGE */
export function sinceMoment(text: string, now: Date, name = "--since"): Date {
  const durationMs = parseDurationMs(text);
  const moment = durationMs === null ? isoMoment(text) : new Date(now.getTime() - durationMs);
  if (moment !== null && !Number.isNaN(moment.getTime())) return moment;
  throw new AppError("USAGE", `${name} takes no "${text}".`, {
    hint: "Write a duration (8h, 2d), a day (2026-03-01), or a moment (2026-03-01T08:00:00+01:00).",
  });
}
