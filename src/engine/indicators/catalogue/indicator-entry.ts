import type { Bars } from "../../bars.ts";

/** A number that an indicator is made with. Windows are whole numbers of bars. */
export interface NumberParam {
  readonly name: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
}

/** A word; what may be said is in `says`. */
export interface WordParam {
  readonly name: string;
  readonly default: string;
  readonly says: string;
}

/** Columns of prices that an indicator of bars may need. */
export type PriceColumn = Extract<keyof Bars, "high" | "low" | "close" | "volume">;

/**
 * What an indicator is of: bars, a column of one value per bar, a `line` (a column or one level for all bars), or `flags`
 * (one condition per bar).
 */
export const INDICATOR_INPUTS = ["bars", "column", "line", "flags"] as const;
export type IndicatorInput = (typeof INDICATOR_INPUTS)[number];

export const INDICATOR_GROUPS = ["averages", "trend", "oscillators", "volume", "windows", "events"] as const;
export type IndicatorGroup = (typeof INDICATOR_GROUPS)[number];

/** What docs/indicators.md says of an indicator; a test holds the page to it. */
export interface IndicatorFacts {
  readonly name: string;
  readonly group: IndicatorGroup;
  readonly takes: readonly IndicatorInput[];
  /** In the order in which they are given, after what it takes. */
  readonly params: readonly (NumberParam | WordParam)[];
  /** Names of its columns; empty for one column. */
  readonly gives: readonly string[];
  /** Whose name, defaults and first bars it has: what it is compared with in tests. */
  readonly source: string;
  readonly says: string;
}

export type IndicatorOutput = Float64Array | Uint8Array | Readonly<Record<string, Float64Array>>;

export interface IndicatorEntry extends IndicatorFacts {
  readonly params: readonly NumberParam[];
  /** Of bars, which columns: bars without one of these are left out, and have no value. */
  readonly needs?: readonly PriceColumn[];
  /**
   * What it takes, with `needs` in place of bars, then its parameters. Columns begin with their first known values but for
   * events. Returns an `IndicatorOutput`, by an interface of its own where it has several columns.
   */
  compute(...given: readonly never[]): object;
}

const LONGEST_WINDOW = 100_000;

/** A window in bars. */
export function bars(value: number, { min = 1, name = "window" } = {}): NumberParam {
  return { name, default: value, min, max: LONGEST_WINDOW, isWhole: true };
}

export function factor(name: string, value: number, min = 0, max = 1000): NumberParam {
  return { name, default: value, min, max, isWhole: false };
}
