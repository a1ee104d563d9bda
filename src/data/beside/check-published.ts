import type { DataSpec } from "../../core/spec/data-spec.ts";
import type { Bars } from "../../engine/bars.ts";
import { barEnds } from "./bar-ends.ts";
import { asOf, type KnownSeries } from "./known-series.ts";
import type { OpenTables } from "./tables/open-table.ts";
import { readFactor } from "./read-factor.ts";

/** Whether a factor is in bars before it was published. */
export interface PublishedFactor {
  readonly name: string;
  /** Of the symbols of the bars. */
  readonly values: number;
  /** Shortest and longest time between an event and its publication, milliseconds; null where there is no value. */
  readonly lagMs: readonly [number, number] | null;
  /** Symbol and start of the first bar that says something else than what was published by its end; null: there is none. */
  readonly leak: { readonly symbol: string; readonly time: number } | null;
}

/** Of each series, as many moments as are looked at for what was published by then, and nothing later. */
const MOMENTS = 24;

/**
 * Reads the factors of bars again, as if nothing had been published later than some of their moments: what the bars say up to there must
 * be the same, bit for bit.
 *
 * @param bars as they were read, perhaps cut to a window
 * @throws AppError as the tables are read with
 */
export async function checkPublished(
  bars: readonly Bars[],
  { factors = [], timeframe, session }: Pick<DataSpec, "factors" | "timeframe" | "session">,
  openTable: OpenTables,
): Promise<readonly PublishedFactor[]> {
  const found: PublishedFactor[] = [];
  for (const spec of factors) {
    const { of } = readFactor(await openTable(spec.file, { ...spec, key: `factors.${spec.name}` }), spec, session);
    const series = bars.flatMap((own) => {
      const known = of(own.symbol);
      return known === null ? [] : [{ own, known, ends: barEnds(own.time, timeframe, session) }];
    });
    const lags = series.flatMap(({ known }) =>
      Array.from(known.knownAt, (at, row) => at - (known.eventTime[row] ?? at)),
    );
    const leaks = series.map(({ own, known, ends }) => {
      const column = own.extra?.[spec.name] ?? new Float64Array(ends.length).fill(Number.NaN);
      const bar = firstEarly(column, { known, ends, maxAgeMs: spec.maxAgeMs });
      return bar < 0 ? null : { symbol: own.symbol, time: own.time[bar] ?? Number.NaN };
    });
    const [shortest, longest] = lags.reduce(([low, high], lag) => [Math.min(low, lag), Math.max(high, lag)], NOTHING);
    found.push({
      name: spec.name,
      values: lags.length,
      lagMs: lags.length === 0 ? null : [shortest, longest],
      leak: leaks.find((leak) => leak !== null) ?? null,
    });
  }
  return found;
}

const NOTHING: readonly [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

interface Joined {
  readonly known: KnownSeries;
  readonly ends: Float64Array;
  readonly maxAgeMs: number | undefined;
}

/** The first bar of a column that differs from what was published by then; −1: none does. */
function firstEarly(column: Float64Array, { known, ends, maxAgeMs }: Joined): number {
  const step = Math.max(1, Math.floor(ends.length / MOMENTS));
  for (let last = step - 1; last < ends.length; last += step) {
    const moment = ends[last] ?? Number.NEGATIVE_INFINITY;
    const rows = known.knownAt.filter((at) => at <= moment).length;
    const published: KnownSeries = {
      knownAt: known.knownAt.subarray(0, rows),
      eventTime: known.eventTime.subarray(0, rows),
      value: known.value.subarray(0, rows),
    };
    const then = asOf(published, ends.subarray(0, last + 1), maxAgeMs);
    const bar = then.findIndex((value, index) => !Object.is(value, column[index]));
    if (bar >= 0) return bar;
  }
  return -1;
}
