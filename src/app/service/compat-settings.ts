import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { questionAfter, suggestName } from "../../core/text/suggest-name.ts";
import { type Rate, rateOf } from "./rate-settings.ts";

/** The systems whose clients may go on as they are. */
export const COMPAT_NAMES = ["run_manager", "crypto_pipeline", "nightly_health"] as const;
export type CompatName = (typeof COMPAT_NAMES)[number];

/** Every variable that is read here; docs/old-clients.md has an example of each. */
export const COMPAT_VARIABLES = [
  "NIGHTGRID_COMPAT",
  "NIGHTGRID_COMPAT_RATE",
  "NIGHTGRID_COMPAT_NIGHTLY",
  "NIGHTGRID_SCRIPTS",
] as const;

export interface CompatSettings {
  /** None unless they are named. */
  readonly names: readonly CompatName[];
  /** How many runs one client may start; null for any number. */
  readonly rate: Rate | null;
  /** Absolute: the folder whose scripts may be started by their names. */
  readonly scripts: string;
  /** The DAG whose nights are told of; null for any. */
  readonly nightlyDag: string | null;
}

const DEFAULT_SCRIPTS = "scripts";

/**
 * @param home the project's folder, from which a relative NIGHTGRID_SCRIPTS counts
 * @throws AppError SETTING_INVALID, which names the variable and what it may be
 */
export function readCompatSettings(env: Readonly<Record<string, string | undefined>>, home: string): CompatSettings {
  refuseMisspelt(env);
  const written = (env["NIGHTGRID_COMPAT"] ?? "").split(",").map((name) => name.trim());
  const names = new Set(written.filter((name) => name !== "").map(compatName));
  return {
    names: COMPAT_NAMES.filter((name) => names.has(name)),
    rate: rateOf(env, "NIGHTGRID_COMPAT_RATE"),
    nightlyDag: env["NIGHTGRID_COMPAT_NIGHTLY"]?.trim() || null,
    scripts: path.resolve(home, env["NIGHTGRID_SCRIPTS"]?.trim() || DEFAULT_SCRIPTS),
  };
}

function compatName(text: string): CompatName {
  const found = COMPAT_NAMES.find((name) => name === text.replaceAll("-", "_"));
  if (found !== undefined) return found;
  throw new AppError("SETTING_INVALID", `NIGHTGRID_COMPAT names no old service: ${text}.`, {
    hint: suggestName(text, COMPAT_NAMES, { otherwise: `It takes ${COMPAT_NAMES.join(", ")}, with commas between.` }),
  });
}

function refuseMisspelt(env: Readonly<Record<string, string | undefined>>): void {
  const known: readonly string[] = COMPAT_VARIABLES;
  const wrong = Object.keys(env).find((name) => name.startsWith("NIGHTGRID_COMPAT") && !known.includes(name));
  if (wrong === undefined) return;
  throw new AppError("SETTING_INVALID", `${wrong} is no setting of the old services.`, {
    hint: questionAfter(wrong, known) ?? `Known: ${known.join(", ")}.`,
  });
}
