import type { Adjust } from "../../core/spec/beside-spec.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import { hashValue } from "../../core/values/hash.ts";
import { actionsIn, adjustedView } from "../../data/actions/adjusted-view.ts";
import { DELISTING_COLUMN, withoutEvents } from "../../data/actions/event-columns.ts";
import type { Bars } from "../../engine/bars.ts";
import type { Delisting } from "../../engine/fills/delisting.ts";
import type { BacktestSettings } from "../../engine/settings.ts";

/** Bars as a strategy sees them, and what was done to them; absent where nothing was. */
export interface AdjustedBars {
  readonly bars: readonly Bars[];
  readonly settings: Pick<BacktestSettings, "adjusted" | "delistings">;
}

/**
 * The bars of a window, adjusted for the splits and dividends in it, as `data` asks for. What is in none of the bars has no name
 * in results, so that an action after the window leaves them as they are.
 *
 * @param bars cut to the window @throws AppError DATASET_INVALID
 */
export function adjustFor({ actions }: Pick<DataSpec, "actions">, bars: readonly Bars[]): AdjustedBars {
  const ends = bars.flatMap(delistingIn);
  const delistings = ends.length > 0 ? { delistings: ends } : {};
  if (actions === undefined) return { bars: bars.map(withoutEvents), settings: delistings };
  const { adjust } = actions;
  const seen = bars.map((own) => adjustedView(own, adjust));
  const found = bars.map((own) => [own.symbol, heeded(own, adjust)]);
  const isRaw = found.every(([, list]) => list?.length === 0);
  return {
    bars: seen,
    settings: { ...delistings, ...(!isRaw && { adjusted: { for: adjust, by: hashValue(found) } }) },
  };
}

/** Of a symbol whose last bar is in the window. */
function delistingIn({ symbol, time, extra }: Bars): readonly Delisting[] {
  const brings = extra?.[DELISTING_COLUMN]?.at(-1);
  return brings === undefined || Number.isNaN(brings) ? [] : [{ symbol, time: time.at(-1) ?? 0, return: brings }];
}

/** Dividends that stay cash change no price. */
function heeded(bars: Bars, adjust: Adjust): readonly (readonly number[])[] {
  return actionsIn(bars).flatMap(({ time, ratio, dividend }) => {
    switch (adjust) {
      case "none":
      case "splits":
        return ratio === 1 ? [] : [[time, ratio]];
      case "splits_dividends":
        return [[time, ratio, dividend]];
    }
  });
}
