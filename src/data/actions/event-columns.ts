import type { Bars } from "../../engine/bars.ts";

/**
 * New units for each old one at the bars of splits, 1 at all others: a column beside the bars, as frozen data keep it, under `extra` by a
 * name that nobody can ask for. Strategies and the engine are not given it.
 */
export const SPLIT_COLUMN = "split ratio";

/** A column of splits without one in these bars is as good as none, as others are in `withoutIdleColumns`. */
export function withoutIdleEvents(bars: Bars): Bars {
  const { extra, ...rest } = bars;
  const ratio = extra?.[SPLIT_COLUMN];
  if (ratio === undefined || ratio.some((units) => units !== 1)) return bars;
  const { [SPLIT_COLUMN]: _, ...others } = extra ?? {};
  return Object.keys(others).length > 0 ? { ...rest, extra: others } : rest;
}
