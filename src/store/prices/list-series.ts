import type { Connection } from "../connection/transaction.ts";
import type { SeriesKey } from "./series.ts";

/** What there is of a series. Milliseconds UTC. */
export interface ListedSeries extends SeriesKey {
  /** What the source calls the symbol. */
  readonly instrument: string;
  readonly name: string | null;
  readonly adjustment: string;
  /** Of the bars that there are; null for none. */
  readonly first: number | null;
  readonly last: number | null;
  readonly bars: number;
  readonly revised: number;
  /** Spans that the source has answered. */
  readonly covered: readonly { readonly from: number; readonly to: number }[];
  readonly knownAt: Date | null;
  readonly askedAt: Date | null;
}

export interface SeriesFilter {
  readonly source?: string;
  readonly symbols?: readonly string[];
  readonly timeframe?: string;
}

/** A part of a listing. */
export interface SeriesPage {
  /** The last one of the part before; null for the first part. */
  readonly after: SeriesKey | null;
  readonly limit: number;
}

/** By source, symbol and timeframe. */
export async function listSeries(
  connection: Connection,
  { source, symbols, timeframe }: SeriesFilter = {},
  { after, limit }: Partial<SeriesPage> = {},
): Promise<readonly ListedSeries[]> {
  const { rows } = await connection.query<ListedSeries & { readonly bars: number }>({
    name: "list-price-series",
    // A part is cut first: bars are counted of the series in it, and of no others.
    text: `
      with listed as materialized (
        select * from price_series
        where ($1::text is null or source = $1) and ($2::text[] is null or symbol = any ($2))
          and ($3::text is null or timeframe = $3)
          and ($4::text is null or (source, symbol, timeframe) > ($4, $5, $6))
        order by source, symbol, timeframe limit $7
      )
      select source, symbol, timeframe, id as instrument, name, adjustment, known_at as "knownAt", asked_at as "askedAt",
        there.first, there.last, there.bars, (
          select count(*)::int from ohlcv_revised as old
          where (old.source, old.symbol, old.timeframe) = (series.source, series.symbol, series.timeframe)) as revised,
        coalesce((
          select json_agg(json_build_object('from', extract(epoch from lower(part)) * 1000, 'to', extract(epoch from upper(part)) * 1000)
            order by part) from unnest(covered) as part), '[]') as covered
      from listed as series join instrument using (source, symbol) cross join lateral (
        select extract(epoch from min(ts))::float8 * 1000 as first, extract(epoch from max(ts))::float8 * 1000 as last,
          count(*)::int as bars from ohlcv as bar
        where (bar.source, bar.symbol, bar.timeframe) = (series.source, series.symbol, series.timeframe)) as there
      order by source, symbol, timeframe`,
    values: [
      source ?? null,
      symbols ?? null,
      timeframe ?? null,
      after?.source ?? null,
      after?.symbol ?? null,
      after?.timeframe ?? null,
      limit ?? null,
    ],
  });
  return rows;
}

/** What fetching on needs to know. */
export interface KnownSeries extends SeriesKey {
  readonly instrument: string;
  readonly name: string | null;
  readonly adjustment: string;
  /** Milliseconds UTC: the span that holds all that the source has answered. */
  readonly coveredFrom: number;
  readonly coveredTo: number;
}

/** Without looking at any bar. */
export async function listKnownSeries(
  connection: Connection,
  { source, symbols, timeframe }: SeriesFilter,
): Promise<readonly KnownSeries[]> {
  const { rows } = await connection.query<KnownSeries>({
    name: "list-known-series",
    text: `
      select source, symbol, timeframe, id as instrument, name, adjustment,
        extract(epoch from lower(covered))::float8 * 1000 as "coveredFrom", extract(epoch from upper(covered))::float8 * 1000 as "coveredTo"
      from price_series join instrument using (source, symbol)
      where not isempty(covered) and ($1::text is null or source = $1) and ($2::text[] is null or symbol = any ($2))
        and ($3::text is null or timeframe = $3)
      order by source, symbol, timeframe`,
    values: [source ?? null, symbols ?? null, timeframe ?? null],
  });
  return rows;
}
