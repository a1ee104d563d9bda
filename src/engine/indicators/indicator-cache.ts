import type { ColumnMemory, KeptIndicator } from "../simd/column-memory.ts";
import { computeCall } from "./catalogue/compute-call.ts";
import type { IndicatorEntry, IndicatorOutput } from "./catalogue/indicator-entry.ts";
import { type CatalogueName, INDICATOR_ENTRIES } from "./catalogue/indicator-catalogue.ts";
import { columnsIn, keptCalls } from "./catalogue/kept-calls.ts";
import { readCall } from "./catalogue/read-call.ts";
import { deviation } from "./deviation.ts";
import { ema } from "./ema.ts";
import type { Indicators } from "./indicators.ts";
import { knownSpells, overKnownSpells, type Spell } from "./known-spells.ts";
import { refuseUnknownIndicators } from "./refuse-unknown-indicators.ts";
import { rsi } from "./rsi.ts";
import { runningTotals, sma } from "./sma.ts";
import { extremeValues } from "./windows/extreme-bars.ts";

/** Told of each column that a strategy asks for, under a readable name such as "sma 20" or "macd 12 26 9 signal". */
export type IndicatorWatcher = (name: string, values: Float64Array | Uint8Array) => void;

export interface IndicatorOptions {
  readonly watch?: IndicatorWatcher;
  /** Hears of each column when it has been computed, once. */
  readonly onColumn?: ((column: Float64Array | Uint8Array) => void) | undefined;
  /** Where averages are kept, for crossings that are found by vectors; absent or null: anywhere. */
  readonly memory?: ColumnMemory | null;
}

/**
 * Indicators that are computed once per source and name, for as long as the cache lives:
 * one cache serves all cells of a sweep. Those of the catalogue are kept as far as `keptCalls` has room.
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
  const spells = new WeakMap<Float64Array, readonly Spell[]>();
  const spellsOf = (source: Float64Array): readonly Spell[] => {
    const found = spells.get(source) ?? knownSpells([source]);
    spells.set(source, found);
    return found;
  };
  /** Of a stretch of a source; those that reach its end are shared by all windows. */
  const totalsOf = (source: Float64Array, known: Float64Array): Float64Array => {
    if (known.byteOffset + known.byteLength !== source.byteOffset + source.byteLength) return runningTotals(known);
    const columns = columnsOf(source);
    const totals = columns.get("totals") ?? runningTotals(known);
    columns.set("totals", totals);
    return totals;
  };
  const over =
    (name: string, usual: number, compute: (source: Float64Array, window: number) => Float64Array) =>
    (source: Float64Array, ...given: readonly [window?: number]): Float64Array => {
      const window = given.length === 0 ? usual : given[0];
      return recall(columnsOf(source), `${name} ${window}`, () => compute(source, checkedWindow(name, window)));
    };

  type Fill = (source: Float64Array, window: number, column: Float64Array) => Float64Array;
  const kept = (indicator: KeptIndicator, usual: number, fill: Fill) =>
    over(
      indicator,
      usual,
      (source, window) =>
        memory?.column(indicator, source, window, (column) => fill(source, window, column)) ??
        fill(source, window, new Float64Array(source.length)),
    );

  return refuseUnknownIndicators({
    ...ofCatalogue({ watch, onColumn }),
    sma: kept("sma", 30, (source, window, column) =>
      overKnownSpells(
        source,
        column,
        (known, average) => sma(totalsOf(source, known), window, average),
        spellsOf(source),
      ),
    ),
    ema: kept("ema", 30, (source, window, column) =>
      overKnownSpells(source, column, (known, average) => ema(known, window, average), spellsOf(source)),
    ),
    deviation: over("deviation", 5, deviation),
    highest: over("highest", 30, (source, window) => extremeValues(source, window, 1)),
    lowest: over("lowest", 30, (source, window) => extremeValues(source, window, -1)),
    rsi(source, ...given) {
      const [window, variant = "wilder"] = given.length === 0 ? [14] : given;
      return recall(columnsOf(source), `rsi ${window} ${variant}`, () =>
        overKnownSpells(source, new Float64Array(source.length), (known, index) =>
          rsi(known, { window: checkedWindow("rsi", window), variant }, index),
        ),
      );
    },
    own: (name, compute) => recall(own, name, checkedCompute(name, compute)),
  } satisfies Indicators);
}

type Asked = (...given: readonly unknown[]) => IndicatorOutput;

/** One function per entry, with the signature that `Indicators` has for it. */
function ofCatalogue(told: {
  readonly watch: IndicatorOptions["watch"] | undefined;
  readonly onColumn: IndicatorOptions["onColumn"];
}): Pick<Indicators, CatalogueName> {
  const calls = keptCalls();
  const compute = (entry: IndicatorEntry, given: readonly unknown[]): IndicatorOutput => {
    const call = readCall(entry, given);
    const made = (): IndicatorOutput => {
      const columns = frozen(computeCall(entry, call));
      for (const [, column] of columnsIn(columns)) told.onColumn?.(column);
      return columns;
    };
    const name = [entry.name, ...call.values].join(" ");
    // Flags are filled anew by many a strategy, in the same array.
    const output = entry.takes.includes("flags") ? computeCall(entry, call) : calls.recall(name, call.sources, made);
    for (const [part, column] of columnsIn(output)) told.watch?.(part === "" ? name : `${name} ${part}`, column);
    return output;
  };
  const functions: Record<string, Asked> = {};
  for (const entry of INDICATOR_ENTRIES) functions[entry.name] = (...given) => compute(entry, given);
  return functions as unknown as Pick<Indicators, CatalogueName>;
}

/** Strategies are loaded without a check of their types, and a column in place of a function is the usual slip. */
function checkedCompute(name: string, compute: unknown): () => Float64Array {
  if (typeof compute === "function") return compute as () => Float64Array;
  throw new TypeError(`indicators.own("${name}", …) takes a function that computes the column: () => column`);
}

function checkedWindow(name: string, window: number | undefined): number {
  if (window !== undefined && Number.isSafeInteger(window) && window >= 1) return window;
  throw new RangeError(`The window of ${name} must be a whole number of at least 1, not ${window}`);
}

/** Arrays cannot be frozen; what names them can. */
function frozen(output: IndicatorOutput): IndicatorOutput {
  return ArrayBuffer.isView(output) ? output : Object.freeze(output);
}
