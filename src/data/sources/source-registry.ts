import { binance } from "./binance/binance.ts";
import { coingecko } from "./coingecko/coingecko.ts";
import { alpaca } from "./equities/alpaca.ts";
import { massive } from "./equities/massive.ts";
import { tiingo } from "./equities/tiingo.ts";
import { yahoo } from "./yahoo/yahoo.ts";
import type { Source } from "./source.ts";

/** The sources that Nightgrid brings, one line each, in the order in which they are listed. */
export const BUILT_IN_SOURCES: readonly Source[] = [coingecko, binance, tiingo, alpaca, massive, yahoo];
