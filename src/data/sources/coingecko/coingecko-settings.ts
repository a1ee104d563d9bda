import { AppError } from "../../../core/errors/app-error.ts";
import { addressSetting } from "../answers/address-setting.ts";
import type { SourceContext } from "../source.ts";

/** What a key opens; `none` is asked without one. */
export type CoingeckoPlan = "none" | "demo" | "pro";

export interface CoingeckoSettings {
  readonly plan: CoingeckoPlan;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly callsPerMinute: number;
  readonly chunkPauseMs: number;
}

const PUBLIC_URL = "https://api.coingecko.com/api/v3";
const PRO_URL = "https://pro-api.coingecko.com/api/v3";

/** The last one is that of older set-ups, which had no demo keys: see `planOf`. */
export const KEY_NAMES = ["COINGECKO_PRO_API_KEY", "COINGECKO_DEMO_API_KEY", "COINGECKO_API_KEY"] as const;

/** Calls a minute that a plan bears: a demo key has 100 by the documentation, calls without one are counted by address, and few. */
const CALLS: Readonly<Record<CoingeckoPlan, number>> = { none: 10, demo: 50, pro: 250 };

/** Names of older set-ups after ours. */
const CALLS_NAMES = [
  "COINGECKO_CALLS_PER_MINUTE",
  "COINGECKO_RATE_LIMIT_PER_MINUTE",
  "COINGECKO_REQUESTS_PER_MINUTE",
  "COINGECKO_RATE_LIMIT",
] as const;
const PAUSE_NAME = "COINGECKO_CHUNK_PAUSE_SECONDS";

/** @throws AppError SETTING_INVALID */
export function coingeckoSettings(context: Pick<SourceContext, "env">): CoingeckoSettings {
  const { env } = context;
  const [name, key] =
    KEY_NAMES.map((each) => [each, env(each)] as const).find(([, value]) => value !== undefined) ?? [];
  const plan = name === undefined ? "none" : planOf(name, env);
  const callsName = CALLS_NAMES.find((each) => env(each) !== undefined);
  return {
    plan,
    baseUrl: addressSetting("COINGECKO_BASE_URL", plan === "pro" ? PRO_URL : PUBLIC_URL, context),
    headers: key === undefined ? {} : { [plan === "pro" ? "x-cg-pro-api-key" : "x-cg-demo-api-key"]: key },
    callsPerMinute: callsName === undefined ? CALLS[plan] : numberSetting(callsName, env, { above: 0, most: 10_000 }),
    chunkPauseMs: env(PAUSE_NAME) === undefined ? 0 : 1000 * numberSetting(PAUSE_NAME, env, { above: -1, most: 3600 }),
  };
}

/**
 * COINGECKO_API_KEY says nothing of its plan. COINGECKO_PLAN does, or the address; else it is a paid one, as in the set-ups that
 * know this name.
 */
function planOf(name: (typeof KEY_NAMES)[number], env: SourceContext["env"]): CoingeckoPlan {
  switch (name) {
    case "COINGECKO_PRO_API_KEY":
      return "pro";
    case "COINGECKO_DEMO_API_KEY":
      return "demo";
    case "COINGECKO_API_KEY": {
      const written = env("COINGECKO_PLAN")?.toLowerCase();
      if (written === "demo" || written === "free") return "demo";
      if (written === undefined && env("COINGECKO_BASE_URL")?.startsWith(PUBLIC_URL) === true) return "demo";
      return "pro";
    }
  }
}

function numberSetting(
  name: string,
  env: SourceContext["env"],
  { above, most }: { readonly above: number; readonly most: number },
): number {
  const value = Number(env(name));
  if (value > above && value <= most) return value;
  throw new AppError(
    "SETTING_INVALID",
    `${name} must be a number ${above < 0 ? "from 0" : `above ${above}`} to ${most}`,
    {
      hint: `It is read with COINGECKO_BASE_URL and the keys: see docs/data-sources.md.`,
    },
  );
}
