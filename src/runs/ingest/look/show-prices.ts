import { AppError } from "../../../core/errors/app-error.ts";
import type { StoredBar } from "../../../store/prices/bars.ts";
import { type Instrument, readInstrument } from "../../../store/prices/instruments.ts";
import { readBarsAsOf, readKnownAt } from "../../../store/prices/read-bars.ts";
import type { SeriesKey, Span } from "../../../store/prices/series.ts";
import type { IngestDeps } from "../ingest-deps.ts";

export interface ShownPrices {
  readonly key: SeriesKey;
  readonly instrument: Instrument;
  /** The rows are as they were known then. */
  readonly asOf: Date;
  /** Bars of the span. */
  readonly total: number;
  /** The last of them, ascending. */
  readonly bars: readonly StoredBar[];
}

/**
 * Bars as they are known, or were known at a moment.
 *
 * @param asked `asOf` null: now; `limit` null: all
 * @throws AppError DATA_NOT_FETCHED
 */
export async function showPrices(
  key: SeriesKey,
  asked: { readonly span: Span; readonly asOf: Date | null; readonly limit: number | null },
  { database }: Pick<IngestDeps, "database">,
): Promise<ShownPrices> {
  const instrument = await readInstrument(database, key);
  const knownAt = await readKnownAt(database, key);
  if (instrument === null || knownAt === null) throw notFetched(key);
  const asOf = asked.asOf ?? knownAt;
  const columns = await readBarsAsOf(database, key, asOf);
  const { from, to } = asked.span;
  const rows = [...columns.time.keys()].filter((row) => {
    const time = columns.time[row] ?? 0;
    return time >= from && time < to;
  });
  const shown = asked.limit === null ? rows : rows.slice(Math.max(0, rows.length - asked.limit));
  const bars = shown.map((row) => ({
    time: columns.time[row] ?? 0,
    open: columns.open[row] ?? 0,
    high: columns.high[row] ?? 0,
    low: columns.low[row] ?? 0,
    close: columns.close[row] ?? 0,
    volume: columns.volume[row] ?? 0,
  }));
  return { key, instrument, asOf, total: rows.length, bars };
}

export function notFetched({ source, symbol, timeframe }: SeriesKey): AppError {
  return new AppError("DATA_NOT_FETCHED", `There are no bars of ${timeframe} of ${symbol} from ${source}`, {
    hint: "`nightgrid data list` shows what there is; `nightgrid data fetch` gets more.",
    details: { source, symbol, timeframe },
  });
}
