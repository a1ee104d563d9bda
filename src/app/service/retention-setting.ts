import { AppError } from "../../core/errors/app-error.ts";
import { parseKeepMs, type RetentionSpec } from "../../core/retention/retention-spec.ts";

export const RETENTION_VARIABLES = [
  "NIGHTGRID_RETENTION",
  "NIGHTGRID_RETENTION_FILES",
  "NIGHTGRID_RETENTION_LOGS",
] as const;
type Env = Readonly<Record<string, string | undefined>>;

/** How long runs are kept whose DAG says nothing of it; without a setting for ever. @throws AppError SETTING_INVALID */
export function readRetention(env: Env): RetentionSpec {
  const [rows, artifacts, logs] = RETENTION_VARIABLES;
  return { rows: keptFor(env, rows), artifacts: keptFor(env, artifacts), logs: keptFor(env, logs) };
}

function keptFor(env: Env, variable: (typeof RETENTION_VARIABLES)[number]): number | null {
  const text = env[variable]?.trim() ?? "";
  if (text === "") return null;
  const keepMs = parseKeepMs(text);
  if (keepMs !== null) return keepMs;
  throw new AppError("SETTING_INVALID", `${variable} is no time to keep runs for: ${text}`, {
    hint: "Write a duration from 1d on, such as 90d or 1y; leave it away to keep all of them.",
  });
}
