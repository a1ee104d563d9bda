import { suggestName } from "../../core/text/suggest-name.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { ExecutionRules } from "../execution-rules.ts";
import { backtestingPy } from "./backtesting-py.ts";
import type { ExecutionProfile } from "./execution-profile.ts";
import type { Feature } from "./features.ts";
import { native } from "./native.ts";
import { vectorbt } from "./vectorbt.ts";

/** Every profile, the default first. A further library is a file beside these and a line here. */
const REGISTRY = [native, vectorbt, backtestingPy] as const;

export type Profile = (typeof REGISTRY)[number]["name"];

export const PROFILES: readonly Profile[] = REGISTRY.map(({ name }) => name);

/** What holds when a DAG names none. */
export const DEFAULT_PROFILE: Profile = REGISTRY[0].name;

const BY_NAME: ReadonlyMap<string, ExecutionProfile> = new Map(REGISTRY.map((profile) => [profile.name, profile]));

/** @throws AppError EXECUTION_INVALID when there is none of that name */
export function profileOf(name: string): ExecutionProfile {
  const profile = BY_NAME.get(name);
  if (profile !== undefined) return profile;
  throw new AppError("EXECUTION_INVALID", `There is no profile "${name}".`, {
    hint: suggestName(name, PROFILES),
  });
}

/** What `execution` starts from when a DAG names a profile, as `settings.execution`. */
export const PROFILE_EXECUTION = Object.fromEntries(
  REGISTRY.map(({ name, execution }) => [name, { profile: name, ...execution }]),
) as Readonly<Record<Profile, ExecutionRules & { readonly profile: Profile }>>;

/** The names of those that know it, as in a sentence: `native`, or `a or b`. */
export function profilesWith(feature: Feature): string {
  return REGISTRY.filter(({ features }: ExecutionProfile) => features.includes(feature))
    .map(({ name }) => name)
    .join(" or ");
}
