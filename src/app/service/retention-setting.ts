import { AppError } from "../../core/errors/app-error.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { parseDurationMs } from "../../core/time/duration.ts";

export const RETENTION_VARIABLES = ["NIGHTGRID_RETENTION", "NIGHTGRID_RETENTION_FILES"] as const;
type Env = Readonly<Record<string, string | undefined>>;

/** How long after their end runs, and their files, are kept, in milliseconds; null: for ever, which is the default. */
export interface RetentionSettings {
  readonly keepMs: number | null;
  readonly keepFilesMs: number | null;
}

/** @throws AppError SETTING_INVALID */
export function readRetention(env: Env): RetentionSettings {
  const [runs, files] = RETENTION_VARIABLES;
  return { keepMs: keptFor(env, runs), keepFilesMs: keptFor(env, files) };
}

function keptFor(env: Env, variable: string): number | null {
  const text = env[variable]?.trim() ?? "";
  if (text === "") return null;
  const keepMs = parseKeepMs(text);
  if (keepMs !== null) return keepMs;
  throw new AppError("SETTING_INVALID", `${variable} is no time to keep runs for: ${text}`, {
    hint: "Write a duration from 1d on, such as 90d; leave it away to keep all of them.",
  });
}

/** A day at least, so that a slip of the pen does not remove last night's runs; null for anything else. */
export function parseKeepMs(text: string): number | null {
  const keepMs = parseDurationMs(text);
  return keepMs !== null && keepMs >= DAY_MS && keepMs <= 100 * 366 * DAY_MS ? keepMs : null;
}
