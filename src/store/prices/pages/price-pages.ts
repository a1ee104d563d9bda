import type { Connection } from "../../connection/transaction.ts";
import type { StoredBar } from "../bars.ts";
import type { SeriesKey } from "../series.ts";

/** Bars that there are of a month of UTC, `2026-01`. */
export interface BarsOfMonth {
  readonly month: string;
  readonly bars: number;
}

/** Of each series, in the order of the list, the months that have bars. */
export async function countBarsByMonth(
  connection: Connection,
  series: readonly SeriesKey[],
): Promise<readonly (readonly BarsOfMonth[])[]> {
  const { rows } = await connection.query<BarsOfMonth & { readonly place: number }>({
    name: "count-bars-by-month",
    text: `
      select place::int, to_char(month, 'YYYY-MM') as month, bars
      from unnest($1::text[], $2::text[], $3::text[]) with ordinality as asked (source, symbol, timeframe, place)
      cross join lateral (
        select date_trunc('month', ts at time zone 'UTC') as month, count(*)::int as bars from ohlcv as bar
        where (bar.source, bar.symbol, bar.timeframe) = (asked.source, asked.symbol, asked.timeframe) group by 1) as counted
      order by place, month`,
    values: [
      series.map(({ source }) => source),
      series.map(({ symbol }) => symbol),
      series.map(({ timeframe }) => timeframe),
    ],
  });
  const byPlace = Map.groupBy(rows, ({ place }) => place - 1);
  return series.map((_, place) => (byPlace.get(place) ?? []).map(({ month, bars }) => ({ month, bars })));
}

/** Milliseconds UTC; `from` included, `to` not. */
export interface BarPageQuery {
  readonly from: number | null;
  readonly to: number | null;
  readonly knownAt: Date;
  readonly limit: number;
}

/** How many bars of a span were known at a moment. */
export async function countBars(
  connection: Connection,
  { source, symbol, timeframe }: SeriesKey,
  { from, to, knownAt }: Omit<BarPageQuery, "limit">,
): Promise<number> {
  const { rows } = await connection.query<{ bars: number }>({
    name: "count-bars",
    text: `
      select count(*)::float8 as bars from (
        select ts from ohlcv where source = $1 and symbol = $2 and timeframe = $3 and known_at <= $4
        union all
        select ts from ohlcv_revised
        where source = $1 and symbol = $2 and timeframe = $3 and known_from <= $4 and known_until > $4
      ) as bar
      where ($5::float8 is null or ts >= to_timestamp($5 / 1000)) and ($6::float8 is null or ts < to_timestamp($6 / 1000))`,
    values: [source, symbol, timeframe, knownAt, from, to],
  });
  return rows[0]?.bars ?? 0;
}

/**
 * Bars as they were known at a moment, the latest first. Each of the two tables gives as many as are asked for, by its index: what
 * is sorted first and cut then would be all of the series.
 */
export async function pageBars(
  connection: Connection,
  { source, symbol, timeframe }: SeriesKey,
  { from, to, knownAt, limit }: BarPageQuery,
): Promise<readonly StoredBar[]> {
  const { rows } = await connection.query<StoredBar>({
    name: "page-bars",
    text: `
      select extract(epoch from ts)::float8 * 1000 as time, open, high, low, close, volume from (
        (select ts, open, high, low, close, volume from ohlcv
        where source = $1 and symbol = $2 and timeframe = $3 and known_at <= $4
          and ($5::float8 is null or ts >= to_timestamp($5 / 1000)) and ($6::float8 is null or ts < to_timestamp($6 / 1000))
        order by ts desc limit $7)
        union all
        (select ts, open, high, low, close, volume from ohlcv_revised
        where source = $1 and symbol = $2 and timeframe = $3 and known_from <= $4 and known_until > $4
          and ($5::float8 is null or ts >= to_timestamp($5 / 1000)) and ($6::float8 is null or ts < to_timestamp($6 / 1000))
        order by ts desc limit $7)
      ) as bar order by ts desc limit $7`,
    values: [source, symbol, timeframe, knownAt, from, to, limit],
  });
  return rows.map((row) => ({ ...row, time: Math.round(row.time) }));
}
