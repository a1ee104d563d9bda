import { AppError } from "../../core/errors/app-error.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { parseDurationMs } from "../../core/time/duration.ts";

export const RETENTION_VARIABLE = "NIGHTGRID_RETENTION";

/**
 * How long after their end runs are kept, in milliseconds; null: for ever, which is the default.
 *
 * @throws AppError SETTING_INVALID
 */
export function readRetentionMs(env: Readonly<Record<string, string | undefined>>): number | null {
  const text = env[RETENTION_VARIABLE]?.trim() ?? "";
  if (text === "") return null;
  const keepMs = parseKeepMs(text);
  if (keepMs !== null) return keepMs;
  throw new AppError("SETTING_INVALID", `${RETENTION_VARIABLE} is no time to keep runs for: ${text}`, {
    hint: "Write a duration from 1d on, such as 90d; leave it away to keep all of them.",
  });
}

/** A day at least, so that a slip of the pen does not remove last night's runs; null for anything else. */
export function parseKeepMs(text: string): number | null {
  const keepMs = parseDurationMs(text);
  return keepMs !== null && keepMs >= DAY_MS && keepMs <= 100 * 366 * DAY_MS ? keepMs : null;
}
