import type { ColumnMemory, KeptIndicator } from "../simd/column-memory.ts";
import type { Indicators } from "../strategy.ts";
import { deviation } from "./deviation.ts";
import { ema } from "./ema.ts";
import { highest, lowest } from "./extremes.ts";
import { firstKnown, fromFirstKnown } from "./first-known.ts";
import { rsi } from "./rsi.ts";
import { runningTotals, sma } from "./sma.ts";
import { refuseUnknownIndicators } from "./refuse-unknown-indicators.ts";

/** Told of each column that a strategy asks for, under a readable name such as "sma 20". */
export type IndicatorWatcher = (name: string, values: Float64Array) => void;

export interface IndicatorOptions {
  readonly watch?: IndicatorWatcher;
  /** Hears of each column when it has been computed, once. */
  readonly onColumn?: ((column: Float64Array) => void) | undefined;
  /** Where averages are kept, for crossings that are found by vectors; absent or null: anywhere. */
  readonly memory?: ColumnMemory | null;
}

/**
 * Indicators that are computed once per source and name, for as long as the cache lives:
 * one cache serves all cells of a sweep.
 */
export function indicatorCache({ watch, onColumn, memory }: IndicatorOptions = {}): Indicators {
  const bySource = new WeakMap<Float64Array, Map<string, Float64Array>>();
  const own = new Map<string, Float64Array>();

  const recall = (columns: Map<string, Float64Array>, name: string, compute: () => Float64Array): Float64Array => {
    let found = columns.get(name);
    if (found === undefined) {
      found = compute();
      columns.set(name, found);
      onColumn?.(found);
    }
    watch?.(name, found);
    return found;
  };
  const columnsOf = (source: Float64Array): Map<string, Float64Array> => {
    const columns = bySource.get(source) ?? new Map<string, Float64Array>();
    bySource.set(source, columns);
    return columns;
  };
  const totalsOf = (source: Float64Array): Float64Array => {
    const columns = columnsOf(source);
    const totals = columns.get("totals") ?? runningTotals(source.subarray(firstKnown(source)));
    columns.set("totals", totals);
    return totals;
  };
  const over =
    (name: string, compute: (source: Float64Array, window: number) => Float64Array) =>
    (source: Float64Array, window: number): Float64Array =>
      recall(columnsOf(source), `${name} ${window}`, () => compute(source, checkedWindow(name, window)));

  type Fill = (source: Float64Array, window: number, column: Float64Array) => Float64Array;
  const kept = (indicator: KeptIndicator, fill: Fill) =>
    over(
      indicator,
      (source, window) =>
        memory?.column(indicator, source, window, (column) => fill(source, window, column)) ??
        fill(source, window, new Float64Array(source.length)),
    );

  return refuseUnknownIndicators({
    sma: kept("sma", (source, window, column) =>
      fromFirstKnown(source, column, (_, average) => sma(totalsOf(source), window, average)),
    ),
    ema: kept("ema", (source, window, column) =>
      fromFirstKnown(source, column, (known, average) => ema(known, window, average)),
    ),
    deviation: over("deviation", deviation),
    highest: over("highest", highest),
    lowest: over("lowest", lowest),
    rsi: (source, window, variant = "wilder") =>
      recall(columnsOf(source), `rsi ${window} ${variant}`, () =>
        fromFirstKnown(source, new Float64Array(source.length), (known, index) =>
          rsi(known, { window: checkedWindow("rsi", window), variant }, index),
        ),
      ),
    own: (name, compute) => recall(own, name, checkedCompute(name, compute)),
  });
}

/** Strategies are loaded without a check of their types, and a column in place of a function is the usual slip. */
function checkedCompute(name: string, compute: unknown): () => Float64Array {
  if (typeof compute === "function") return compute as () => Float64Array;
  throw new TypeError(`indicators.own("${name}", …) takes a function that computes the column: () => column`);
}

function checkedWindow(name: string, window: number): number {
  if (Number.isSafeInteger(window) && window >= 1) return window;
  throw new RangeError(`The window of ${name} must be a whole number of at least 1, not ${window}`);
}
