import type { Params } from "../../core/values/params.ts";
import type { Profile } from "../settings.ts";

/** Trade parameters that the profile `native` alone knows. The others refuse them above 0, rather than pass over them. */
const NATIVE_PARAMS = [
  "max_single_position_var",
  "max_portfolio_var",
  "volatility_target",
  "order_units",
  "order_cash",
  "borrow_bps",
] as const;

/** The first of the given parameters that the profile would pass over, or null. */
export function unheededParam(profile: Profile, params: Params): string | null {
  if (profile === "native") return null;
  return NATIVE_PARAMS.find((name) => Number(params[name] ?? 0) > 0) ?? null;
}
