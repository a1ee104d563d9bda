import { sourceError } from "../source-error.ts";
import type { SourceContext } from "../source.ts";
import { addressSetting } from "../answers/address-setting.ts";

export const NAME = "binance";

/** As Binance writes them; of a month, its archives say `1mo`. */
export const TIMEFRAMES = [
  "1s",
  "1m",
  "3m",
  "5m",
  "15m",
  "30m",
  "1h",
  "2h",
  "4h",
  "6h",
  "8h",
  "12h",
  "1d",
  "3d",
  "1w",
  "1M",
] as const;
export type BinanceTimeframe = (typeof TIMEFRAMES)[number];

/** Addresses, and the variables that replace them. */
export const BINANCE = {
  api: { variable: "BINANCE_BASE_URL", url: "https://api.binance.com" },
  archives: { variable: "BINANCE_ARCHIVE_URL", url: "https://data.binance.vision" },
} as const;

/** @throws AppError SOURCE_REFUSED for one that Binance has not */
export function timeframeOf(timeframe: string): BinanceTimeframe {
  const known = TIMEFRAMES.find((one) => one === timeframe);
  if (known !== undefined) return known;
  const reason = `it has no bars of ${timeframe}, only of ${TIMEFRAMES.join(", ")}`;
  throw sourceError(NAME, { kind: "refused", reason });
}

/** @throws AppError SETTING_INVALID */
export function addressOf(address: (typeof BINANCE)[keyof typeof BINANCE], context: SourceContext): string {
  return addressSetting(address.variable, address.url, context);
}
