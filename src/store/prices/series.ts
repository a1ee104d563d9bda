import type { Connection, Transaction } from "../connection/transaction.ts";

/** Bars of one symbol in one timeframe, as a source gives them. */
export interface SeriesKey {
  readonly source: string;
  readonly symbol: string;
  readonly timeframe: string;
}

/** Milliseconds UTC; `to` is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export async function addSeries(connection: Connection, { source, symbol, timeframe }: SeriesKey): Promise<void> {
  await connection.query({
    name: "add-price-series",
    text: `insert into price_series (source, symbol, timeframe) values ($1, $2, $3) on conflict do nothing`,
    values: [source, symbol, timeframe],
  });
}

/**
 * Holds a series to the end of the transaction, and tells the moment that its changes in it are known from: later than that of
 * all earlier ones, whatever the clocks of servers do.
 */
export async function lockSeries(transaction: Transaction, { source, symbol, timeframe }: SeriesKey): Promise<Date> {
  const { rows } = await transaction.query<{ known_at: Date }>({
    name: "lock-price-series",
    text: `
      select greatest(date_trunc('milliseconds', clock_timestamp()), known_at + interval '1 ms') as known_at
      from price_series where source = $1 and symbol = $2 and timeframe = $3 for no key update`,
    values: [source, symbol, timeframe],
  });
  const [locked] = rows;
  if (locked === undefined) throw new Error(`There is no series ${source} ${symbol} ${timeframe}`);
  return locked.known_at;
}

/** Adds what the source has answered; `knownAt` where rows have changed. */
export async function coverSeries(
  transaction: Transaction,
  { source, symbol, timeframe }: SeriesKey,
  { span, knownAt }: { readonly span: Span | null; readonly knownAt: Date | null },
): Promise<void> {
  await transaction.query({
    name: "cover-price-series",
    text: `
      update price_series set asked_at = now(), known_at = coalesce($4, known_at),
        covered = case when $5::float8 is null then covered
          else covered + tstzmultirange(tstzrange(to_timestamp($5 / 1000), to_timestamp($6::float8 / 1000))) end
      where source = $1 and symbol = $2 and timeframe = $3`,
    values: [source, symbol, timeframe, knownAt, span?.from ?? null, span?.to ?? null],
  });
}

/** What of a span the source has not been asked for, in order. */
export async function missingSpans(
  connection: Connection,
  { source, symbol, timeframe }: SeriesKey,
  { from, to }: Span,
): Promise<readonly Span[]> {
  const { rows } = await connection.query<Span>({
    name: "missing-spans",
    text: `
      select extract(epoch from lower(part))::float8 * 1000 as "from", extract(epoch from upper(part))::float8 * 1000 as "to"
      from unnest(tstzmultirange(tstzrange(to_timestamp($4::float8 / 1000), to_timestamp($5::float8 / 1000))) - coalesce(
        (select covered from price_series where source = $1 and symbol = $2 and timeframe = $3), '{}')) as part
      order by 1`,
    values: [source, symbol, timeframe, from, to],
  });
  return rows.map((row) => ({ from: Math.round(row.from), to: Math.round(row.to) }));
}

/** Of the newest bar, in milliseconds UTC; null when there is none. */
export async function lastBarTime(
  connection: Connection,
  { source, symbol, timeframe }: SeriesKey,
): Promise<number | null> {
  const { rows } = await connection.query<{ last: Date | null }>({
    name: "last-bar-time",
    text: `select max(ts) as last from ohlcv where source = $1 and symbol = $2 and timeframe = $3`,
    values: [source, symbol, timeframe],
  });
  return rows[0]?.last?.getTime() ?? null;
}
