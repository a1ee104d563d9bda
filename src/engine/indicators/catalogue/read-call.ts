import type { IndicatorEntry, IndicatorFacts, NumberParam, PriceColumn } from "./indicator-entry.ts";

/** What a strategy has called an indicator with, checked. */
export interface IndicatorCall {
  /** What it is of, as it was given: equal calls have the same objects here. */
  readonly sources: readonly (object | number)[];
  /** One entry per source: a column, or those of the bars that are needed. */
  readonly columns: readonly (Float64Array | ArrayLike<number | boolean> | PriceColumns)[];
  /** All of them, defaults filled in. */
  readonly values: readonly number[];
  /** Of the columns. */
  readonly length: number;
}

export type PriceColumns = Readonly<Partial<Record<PriceColumn, Float64Array>>>;

/**
 * Strategies are loaded without a check of their types: what they give is looked at here.
 *
 * @throws TypeError or RangeError, showing the call as it should be
 */
export function readCall(entry: IndicatorEntry, given: readonly unknown[]): IndicatorCall {
  const most = entry.takes.length + entry.params.length;
  if (given.length > most)
    throw new TypeError(`${callOf(entry)} takes no more than ${most} values, not ${given.length}`);
  const values = entry.params.map((param, place) => valueOf(entry, param, given, entry.takes.length + place));
  const columns = entry.takes.map((_, place) => columnOf(entry, given, place));
  const lengths = new Set(columns.map(lengthOf).filter((length) => length !== null));
  const [length = 0] = lengths;
  if (lengths.size > 1) {
    throw new RangeError(
      `The columns of ${callOf(entry)} have ${[...lengths].join(" and ")} values; they need as many`,
    );
  }
  return {
    sources: given.slice(0, entry.takes.length) as (object | number)[],
    columns: columns.map((column) => (typeof column === "number" ? new Float64Array(length).fill(column) : column)),
    values,
    length,
  };
}

/** As `indicators.atr(bars, window = 14)`. */
export function callOf({ name, takes, params }: IndicatorFacts): string {
  const inputs = takes.map((input, place) => (takes.indexOf(input) === place ? input : `other ${input}`));
  const rest = params.map((param) => `${param.name} = ${param.default}`);
  return `indicators.${name}(${[...inputs, ...rest].join(", ")})`;
}

function valueOf(entry: IndicatorEntry, param: NumberParam, given: readonly unknown[], place: number): number {
  // Left out is the default; given as undefined it is a slip, such as the name of a parameter that there is not.
  if (place >= given.length) return param.default;
  const value = given[place];
  const { min, max, isWhole } = param;
  if (typeof value === "number" && value >= min && value <= max && (!isWhole || Number.isInteger(value))) return value;
  const kind = isWhole ? "a whole number" : "a number";
  throw new RangeError(`${param.name} of ${callOf(entry)} must be ${kind} from ${min} to ${max}, not ${shown(value)}`);
}

function columnOf(
  entry: IndicatorEntry,
  given: readonly unknown[],
  place: number,
): Float64Array | ArrayLike<number | boolean> | PriceColumns | number {
  const value = given[place];
  const input = entry.takes[place] ?? "column";
  switch (input) {
    case "bars":
      return pricesOf(entry, value);
    case "column":
      if (value instanceof Float64Array) return value;
      break;
    case "line":
      if (value instanceof Float64Array) return value;
      if (typeof value === "number" && !Number.isNaN(value)) return value;
      break;
    case "flags":
      if (isFlags(value)) return value;
  }
  throw new TypeError(`${callOf(entry)} takes ${WANTED[input]}, not ${shown(value)}`);
}

const WANTED: Readonly<Record<IndicatorEntry["takes"][number], string>> = {
  bars: "bars, as the strategy is given them",
  column: "a Float64Array with one value per bar, such as bars.close",
  line: "a Float64Array, or a number for all bars",
  flags: "one 0 or 1, or true or false, per bar",
};

function isFlags(value: unknown): value is ArrayLike<number | boolean> {
  return ArrayBuffer.isView(value) ? !(value instanceof DataView) : Array.isArray(value);
}

function pricesOf(entry: IndicatorEntry, value: unknown): PriceColumns {
  const needs = entry.needs ?? [];
  const bars = (typeof value === "object" && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const columns = needs.map((name): [PriceColumn, Float64Array | null] => {
    const column = bars[name];
    return [name, column instanceof Float64Array ? column : null];
  });
  const missing = columns.find(([, column]) => column === null);
  if (missing !== undefined) {
    const what = ArrayBuffer.isView(value) ? "a column" : shown(value);
    throw new TypeError(`${callOf(entry)} takes bars with ${needs.join(", ")}, not ${what}`);
  }
  const lengths = new Set(columns.map(([, column]) => column?.length));
  if (lengths.size > 1) throw new RangeError(`The columns of the bars of ${callOf(entry)} have different lengths`);
  return Object.fromEntries(columns);
}

function lengthOf(column: Float64Array | ArrayLike<number | boolean> | PriceColumns | number): number | null {
  if (typeof column === "number") return null;
  if ("length" in column && typeof column.length === "number") return column.length;
  return Object.values(column)[0]?.length ?? 0;
}

/** A value in an error: short, whatever it is. */
function shown(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean" || value === undefined || value === null)
    return String(value);
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  return ArrayBuffer.isView(value) || Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
}
