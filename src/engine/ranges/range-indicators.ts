import type { BarRange } from "../../core/values/bar-range.ts";
import type { Bars } from "../bars.ts";
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
    <A extends readonly unknown[]>(indicator: (source: Float64Array, ...rest: A) => Float64Array) =>
    (source: Float64Array, ...rest: A): Float64Array => {
      const whole = sources.get(source);
      if (whole === undefined) return indicator(source, ...rest);
      const column = indicator(whole, ...rest);
      const known = cuts.get(column) ?? column.subarray(range.from, range.to);
      cuts.set(column, known);
      return known;
    };
  // The object keeps what the cache says to unknown names.
  return Object.setPrototypeOf(
    {
      sma: within(own.sma),
      ema: within(own.ema),
      deviation: within(own.deviation),
      highest: within(own.highest),
      lowest: within(own.lowest),
      rsi: within(own.rsi),
      own: own.own,
    } satisfies Indicators,
    Object.getPrototypeOf(own) as object,
  ) as Indicators;
}
