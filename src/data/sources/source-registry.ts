import { coingecko } from "./coingecko/coingecko.ts";
import type { Source } from "./source.ts";

/** The sources that Nightgrid brings, one line each, in the order in which they are listed. */
export const BUILT_IN_SOURCES: readonly Source[] = [coingecko];
