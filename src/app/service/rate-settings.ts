import { AppError } from "../../core/errors/app-error.ts";

/** So many in such a time. */
export interface Rate {
  readonly max: number;
  readonly windowMs: number;
}

export interface RateSettings {
  readonly read: Rate;
  readonly write: Rate;
  /** Of what starts runs; null for no limit besides that of `write`. */
  readonly runs: Rate | null;
}

const MINUTE_MS = 60_000;
const UNITS: Readonly<Record<string, number>> = {
  second: 1000,
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 24 * 60 * MINUTE_MS,
};

/** @throws AppError SETTING_INVALID */
export function readRateSettings(env: Readonly<Record<string, string | undefined>>): RateSettings {
  return {
    read: rateOf(env, "NIGHTGRID_RATE_READ") ?? { max: 600, windowMs: MINUTE_MS },
    write: rateOf(env, "NIGHTGRID_RATE_WRITE") ?? { max: 60, windowMs: MINUTE_MS },
    runs: rateOf(env, "NIGHTGRID_RATE_RUNS"),
  };
}

/** `10 per hour`; null where nothing is written. @throws AppError SETTING_INVALID */
export function rateOf(env: Readonly<Record<string, string | undefined>>, name: string): Rate | null {
  const text = env[name]?.trim() ?? "";
  if (text === "") return null;
  const [, count = "", unit = ""] = /^(\d{1,9}) +per +(second|minute|hour|day)$/.exec(text) ?? [];
  const windowMs = UNITS[unit];
  if (windowMs !== undefined && Number(count) > 0) return { max: Number(count), windowMs };
  throw new AppError("SETTING_INVALID", `${name} is no rate: ${text}`, { hint: "Write it as `10 per hour`." });
}
