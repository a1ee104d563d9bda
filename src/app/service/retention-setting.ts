import { AppError } from "../../core/errors/app-error.ts";
import { parseKeepMs, type RetentionSpec } from "../../core/retention/retention-spec.ts";

export const RETENTION_VARIABLES = [
  "NIGHTGRID_RETENTION",
  "NIGHTGRID_RETENTION_FILES",
  "NIGHTGRID_RETENTION_LOGS",
  "NIGHTGRID_RETENTION_DATA",
] as const;
type Env = Readonly<Record<string, string | undefined>>;

/** How long what is kept of which no DAG says so; without a setting for ever. */
export interface RetentionSettings {
  /** Of runs. */
  readonly usual: RetentionSpec;
  /** Data of a version after another one has followed on it, in milliseconds; null: for ever. */
  readonly keepDataMs: number | null;
}

/** @throws AppError SETTING_INVALID */
export function readRetention(env: Env): RetentionSettings {
  const [rows, artifacts, logs, data] = RETENTION_VARIABLES;
  const usual = { rows: keptFor(env, rows), artifacts: keptFor(env, artifacts), logs: keptFor(env, logs) };
  return { usual, keepDataMs: keptFor(env, data) };
}

function keptFor(env: Env, variable: (typeof RETENTION_VARIABLES)[number]): number | null {
  const text = env[variable]?.trim() ?? "";
  if (text === "") return null;
  const keepMs = parseKeepMs(text);
  if (keepMs !== null) return keepMs;
  throw new AppError("SETTING_INVALID", `${variable} is no time to keep anything for: ${text}`, {
    hint: "Write a duration from 1d on, such as 90d or 1y; leave it away to keep all.",
  });
}
