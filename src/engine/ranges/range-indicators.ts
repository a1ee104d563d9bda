import type { BarRange } from "../../core/values/bar-range.ts";
import type { Bars } from "../bars.ts";
import type { RsiVariant } from "../indicators/rsi.ts";
import type { Indicators } from "../strategy.ts";

const COLUMNS = ["open", "high", "low", "close", "volume"] as const satisfies readonly (keyof Bars)[];

/**
 * Indicators over part of the bars that know what came before it: those over columns of the bars are computed from the
 * history and cut. Of a column that the strategy has made itself no history is known.
 *
 * @param own the indicators over the history
 */
export function rangeIndicators(
  own: Indicators,
  { history, part, range }: { readonly history: Bars; readonly part: Bars; readonly range: BarRange },
): Indicators {
  const sources = new Map(COLUMNS.map((name) => [part[name], history[name]]));
  const cuts = new WeakMap<Float64Array, Float64Array>();
  const within =
    (indicator: (source: Float64Array, window: number, variant?: RsiVariant) => Float64Array) =>
    (source: Float64Array, window: number, variant?: RsiVariant): Float64Array => {
      const whole = sources.get(source);
      if (whole === undefined) return indicator(source, window, variant);
      const column = indicator(whole, window, variant);
      const known = cuts.get(column) ?? column.subarray(range.from, range.to);
      cuts.set(column, known);
      return known;
    };
  // The object keeps what the cache says to unknown names.
  return Object.setPrototypeOf(
    {
      sma: within((source, window) => own.sma(source, window)),
      ema: within((source, window) => own.ema(source, window)),
      deviation: within((source, window) => own.deviation(source, window)),
      highest: within((source, window) => own.highest(source, window)),
      lowest: within((source, window) => own.lowest(source, window)),
      rsi: within((source, window, variant) => own.rsi(source, window, variant)),
      own: (name, compute) => own.own(name, compute),
    } satisfies Indicators,
    Object.getPrototypeOf(own) as object,
  ) as Indicators;
}
