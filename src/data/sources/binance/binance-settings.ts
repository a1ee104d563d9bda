import type { SourceContext } from "../source.ts";
import { addressSetting } from "../answers/address-setting.ts";

export const NAME = "binance";

/** What it calls them in its archives; its API says `1M` of a month. */
export const TIMEFRAMES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w"].map((one) => [
      one,
      one,
    ]),
  ),
  "1M": "1mo",
};

/** Addresses, and the variables that replace them. */
export const BINANCE = {
  api: { variable: "BINANCE_BASE_URL", url: "https://api.binance.com" },
  archives: { variable: "BINANCE_ARCHIVE_URL", url: "https://data.binance.vision" },
} as const;

/** @throws AppError SETTING_INVALID */
export function addressOf(address: (typeof BINANCE)[keyof typeof BINANCE], context: SourceContext): string {
  return addressSetting(address.variable, address.url, context);
}
