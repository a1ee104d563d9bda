import type { Bars } from "../../../../src/engine/bars.ts";
import type { IndicatorFacts } from "../../../../src/engine/indicators/catalogue/indicator-entry.ts";
import { columnsIn } from "../../../../src/engine/indicators/catalogue/kept-calls.ts";
import { indicatorCache } from "../../../../src/engine/indicators/indicator-cache.ts";

/** What indicators are of in tests. */
export interface Inputs {
  readonly bars: Bars;
  readonly other: Float64Array;
}

type Called = (...given: readonly unknown[]) => object;
export type Columns = readonly (readonly [string, Float64Array | Uint8Array])[];

/** Prices, and a second column, as what an indicator takes. */
export function inputsOf({ takes }: Pick<IndicatorFacts, "takes">, { bars, other }: Inputs): readonly unknown[] {
  return takes.map((input, place) => {
    switch (input) {
      case "bars":
        return bars;
      case "column":
        return place === 0 || takes[0] === "flags" ? bars.close : other;
      case "line":
        return other;
      case "flags":
        return Uint8Array.from(bars.close, (price, bar) => Number(price > (other[bar] ?? Number.NaN)));
    }
  });
}

/** The columns of an indicator by name, computed anew. */
export function columnsOf(
  facts: Pick<IndicatorFacts, "name" | "takes">,
  inputs: Inputs,
  values: readonly (number | string)[] = [],
): Columns {
  const functions = indicatorCache() as unknown as Readonly<Record<string, Called>>;
  return columnsIn(functions[facts.name]?.(...inputsOf(facts, inputs), ...values) as Float64Array);
}

/** Bars that end earlier, over memory of their own. */
export function cut({ bars, other }: Inputs, count: number): Inputs {
  const { symbol, time, open, high, low, close, volume } = bars;
  const end = (column: Float64Array): Float64Array => column.slice(0, count);
  return {
    bars: {
      symbol,
      time: end(time),
      open: end(open),
      high: end(high),
      low: end(low),
      close: end(close),
      volume: end(volume),
    },
    other: end(other),
  };
}
