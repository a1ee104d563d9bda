import type { BarRange } from "../../core/values/bar-range.ts";
import type { Bars } from "../bars.ts";
import type { Indicators } from "../indicators/indicators.ts";

const COLUMNS = ["open", "high", "low", "close", "volume"] as const satisfies readonly (keyof Bars)[];

/**
 * Indicators over part of the bars that know what came before it: those over the bars and their columns are computed from the
 * history and cut. Where an array that the strategy has made itself is among the inputs, no history is known.
 *
 * @param own the indicators over the history
 */
export function rangeIndicators(
  own: Indicators,
  { history, part, range }: { readonly history: Bars; readonly part: Bars; readonly range: BarRange },
): Indicators {
  const sources = new Map<unknown, unknown>([
    [part, history],
    ...COLUMNS.map((name) => [part[name], history[name]] as const),
  ]);
  const cuts = new WeakMap<Float64Array, Float64Array>();
  const cut = (column: unknown): unknown => {
    if (!(column instanceof Float64Array) || column.length !== range.to) return column;
    const known = cuts.get(column) ?? column.subarray(range.from, range.to);
    cuts.set(column, known);
    return known;
  };
  const within =
    (indicator: (...inputs: readonly unknown[]) => unknown) =>
    (...inputs: readonly unknown[]): unknown => {
      const isOwn = inputs.some((input) => ArrayBuffer.isView(input) && !sources.has(input));
      if (isOwn || !inputs.some((input) => sources.has(input))) return indicator(...inputs);
      const found = indicator(...inputs.map((input) => sources.get(input) ?? input));
      if (typeof found !== "object" || found === null || ArrayBuffer.isView(found)) return cut(found);
      return Object.fromEntries(Object.entries(found).map(([name, column]) => [name, cut(column)]));
    };
  const named = Object.entries(own).map(([name, indicator]: readonly [string, unknown]) => [
    name,
    name === "own" || typeof indicator !== "function" ? indicator : within(indicator as Parameters<typeof within>[0]),
  ]);
  // The object keeps what the cache says to unknown names.
  return Object.setPrototypeOf(Object.fromEntries(named), Object.getPrototypeOf(own) as object) as Indicators;
}
