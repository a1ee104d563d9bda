import type { Params } from "../../core/params/param-spec.ts";
import { type Feature, PARAM_FEATURES } from "./features.ts";
import { profileOf } from "./registry.ts";

export interface UnheededParam {
  readonly name: string;
  /** What a profile has to know for it. */
  readonly feature: Feature;
}

const LIMITED_PARAMS = Object.entries(PARAM_FEATURES);

/** The first of the given parameters, above 0, that the profile would pass over; null when it knows all of them. */
export function unheededParam(profile: string, params: Params): UnheededParam | null {
  const { features } = profileOf(profile);
  for (const [name, feature] of LIMITED_PARAMS) {
    if (Number(params[name] ?? 0) > 0 && !features.includes(feature)) return { name, feature };
  }
  return null;
}
