import { DAY_MS } from "../../core/time/calendar-year.ts";
import { timeframeMs } from "../bars/timeframe.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import type { Bars } from "../../engine/bars.ts";
import { withColumns } from "../bars/with-columns.ts";
import type { CsvSource } from "../csv/csv-source.ts";
import { barEnds } from "./bar-ends.ts";
import type { OpenTables } from "./tables/open-table.ts";
import { asOf, type KnownSeries } from "./known-series.ts";
import { delistingColumn, delistingWarnings } from "./delisting-column.ts";
import { readFactor } from "./read-factor.ts";
import { readOwnColumns } from "./read-own-columns.ts";
import { readUniverse } from "./read-universe.ts";
import { readReference, referenceSource } from "./read-reference.ts";

/** Bars with what stands beside them. */
export interface BarsBeside {
  readonly bars: readonly Bars[];
  readonly warnings: readonly string[];
}

/** A factor or a reference, read. */
interface Known {
  readonly name: string;
  readonly maxAgeMs?: number;
  readonly of: (symbol: string) => KnownSeries | null;
}

/** Whether a request asks for any column beside the prices. */
export function hasColumnsBeside({ extra, factors, references, universe }: DataSpec): boolean {
  return universe !== undefined || [extra, factors, references].some((list) => list !== undefined && list.length > 0);
}

export interface BesideDeps {
  readonly request: DataSpec;
  readonly home: string;
  readonly openTable: OpenTables;
}

/**
 * Puts own columns, factors and references beside the bars, in this order: all of them one value per bar, that which was known
 * when the bar was over.
 *
 * @param sources of the bars, in their order
 * @throws AppError of the files, as those of prices; DATASET_INVALID
 */
export async function columnsBeside(
  bars: readonly Bars[],
  sources: readonly CsvSource[],
  { request, home, openTable }: BesideDeps,
): Promise<BarsBeside> {
  if (!hasColumnsBeside(request)) return { bars, warnings: [] };
  const universe =
    request.universe === undefined ? null : readUniverse(await openTable(request.universe, { key: "universe" }));
  const { extra: ownColumns = [], factors = [], references = [], timeframe, session } = request;
  const warnings: string[] = [];
  const known: Known[] = [];
  for (const spec of factors) {
    const factor = readFactor(await openTable(spec.file, { ...spec, key: `factors.${spec.name}` }), spec, session);
    warnings.push(...factor.warnings, ...withoutValues(spec.name, bars, factor));
    known.push({ ...spec, of: factor.of });
  }
  for (const spec of references) {
    const series = await readReference(spec, await referenceSource(spec, request, home));
    known.push({ ...spec, of: () => series });
  }
  const isDaily = timeframeMs(timeframe) >= DAY_MS;
  if (universe !== null) warnings.push(...delistingWarnings(bars, universe, isDaily ? undefined : session));
  const complete: Bars[] = [];
  for (const [index, own] of bars.entries()) {
    const source = sources[index];
    const ends = barEnds(own.time, timeframe, session);
    const read = ownColumns.length === 0 || source === undefined ? {} : await readOwnColumns(ownColumns, source, own);
    const asked = known.map(({ name, maxAgeMs, of }): [string, Float64Array] => {
      const series = of(own.symbol);
      const nothing = (): Float64Array => new Float64Array(ends.length).fill(Number.NaN);
      return [name, series === null ? nothing() : asOf(series, ends, maxAgeMs)];
    });
    const extra = { ...own.extra, ...read, ...Object.fromEntries(asked), ...delistingColumn(own, universe) };
    const member = universe?.memberAt(own.symbol, own.time, isDaily ? undefined : session);
    const leaves = member?.includes(0) === true ? { member } : {};
    complete.push(withColumns(own, { ...own, ...leaves, extra }));
  }
  return { bars: complete, warnings };
}

const SYMBOLS_TOLD = 3;

function withoutValues(name: string, bars: readonly Bars[], factor: Pick<Known, "of">): readonly string[] {
  const lacking = bars.map(({ symbol }) => symbol).filter((symbol) => factor.of(symbol) === null);
  if (lacking.length === 0) return [];
  const more = lacking.length - SYMBOLS_TOLD;
  const shown = lacking.slice(0, SYMBOLS_TOLD).join(", ");
  return [`${name}: there are no values of ${shown}${more > 0 ? ` and ${more} more` : ""}`];
}
