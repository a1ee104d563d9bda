import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { binance } from "./binance/binance.ts";
import { alpaca } from "./equities/alpaca.ts";
import { massive } from "./equities/massive.ts";
import { tiingo } from "./equities/tiingo.ts";
import { yahoo } from "./yahoo/yahoo.ts";
import type { Source } from "./source.ts";

/** The sources that Nightgrid brings, one line each, in the order in which they are listed. */
export const BUILT_IN_SOURCES: readonly Source[] = [binance, tiingo, alpaca, massive, yahoo];

/** @throws AppError SOURCE_UNKNOWN, with what was most likely meant */
export function builtInSource(name: string): Source {
  const found = BUILT_IN_SOURCES.find((source) => source.name === name);
  if (found !== undefined) return found;
  const names = BUILT_IN_SOURCES.map((source) => source.name);
  throw new AppError("SOURCE_UNKNOWN", `There is no source of prices "${name}"`, { hint: suggestName(name, names) });
}
