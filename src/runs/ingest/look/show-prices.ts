import { AppError } from "../../../core/errors/app-error.ts";
import type { StoredBar } from "../../../store/prices/bars.ts";
import { type Instrument, readInstrument } from "../../../store/prices/instruments.ts";
import { countBars, pageBars } from "../../../store/prices/pages/price-pages.ts";
import { readKnownAt } from "../../../store/prices/read-bars.ts";
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

/** That many are held in memory at a time, some hundred bytes each. */
const MOST_SHOWN = 250_000;
const PAGE_ROWS = 50_000;

/**
 * Bars as they are known, or were known at a moment.
 *
 * @param asked `asOf` null: now; `limit` null: all
 * @throws AppError DATA_NOT_FETCHED; USAGE for more bars than can be shown at a time
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
  const [from, to] = [asked.span.from, asked.span.to].map((time) => (Number.isFinite(time) ? time : null));
  const query = { from: from ?? null, to: to ?? null, knownAt: asOf };
  const total = await countBars(database, key, query);
  const wanted = Math.min(total, asked.limit ?? total);
  if (wanted > MOST_SHOWN)
    throw new AppError("USAGE", `${wanted} bars are more than the ${MOST_SHOWN} that can be shown at a time.`, {
      hint: "Ask for a part of them by --from and --to, or for pages of them: GET /api/v1/data/bars.",
    });
  return { key, instrument, asOf, total, bars: (await lastBars(wanted)).toReversed() };

  async function lastBars(count: number): Promise<readonly StoredBar[]> {
    const bars: StoredBar[] = [];
    while (bars.length < count) {
      const limit = Math.min(PAGE_ROWS, count - bars.length);
      const page = await pageBars(database, key, { ...query, to: bars.at(-1)?.time ?? query.to, limit });
      for (const bar of page) bars.push(bar);
      if (page.length < limit) break;
    }
    return bars;
  }
}

export function notFetched({ source, symbol, timeframe }: SeriesKey): AppError {
  return new AppError("DATA_NOT_FETCHED", `There are no bars of ${timeframe} of ${symbol} from ${source}`, {
    hint: "`nightgrid data list` shows what there is; `nightgrid data fetch` gets more.",
    details: { source, symbol, timeframe },
  });
}
