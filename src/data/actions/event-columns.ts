import type { Bars } from "../../engine/bars.ts";

// What happens to units, under `extra` by names that nobody can ask for: columns beside the bars, as frozen data keep them. Strategies and
// the engine are not given them.

/** New units for each old one at the bars of splits, 1 at all others. */
export const SPLIT_COLUMN = "split ratio";

/** At the last bar of a symbol, what its units bring after it, as a fraction of that close less 1; NaN at all others. */
export const DELISTING_COLUMN = "delisting return";

/** The bars as a strategy and the engine are given them. */
export function withoutEvents(bars: Bars): Bars {
  return keepingColumns(bars, (name) => name !== SPLIT_COLUMN && name !== DELISTING_COLUMN);
}

/** A column that says nothing within these bars is as good as none, as others are in `withoutIdleColumns`. */
export function withoutIdleEvents(bars: Bars): Bars {
  return keepingColumns(bars, (name, column) => {
    if (name === SPLIT_COLUMN) return column.some((units) => units !== 1);
    return name !== DELISTING_COLUMN || !column.every(Number.isNaN);
  });
}

function keepingColumns(bars: Bars, keeps: (name: string, column: Float64Array) => boolean): Bars {
  const { extra, ...rest } = bars;
  if (extra === undefined) return bars;
  const kept = Object.entries(extra).filter(([name, column]) => keeps(name, column));
  return kept.length > 0 ? { ...rest, extra: Object.fromEntries(kept) } : rest;
}
