import type { Transaction } from "../connection/transaction.ts";
import type { SeriesKey } from "./series.ts";

/** One bar as it is stored. Milliseconds UTC of its opening. */
export interface StoredBar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export interface MergedBars {
  readonly added: number;
  readonly same: number;
  readonly revised: readonly RevisedBar[];
}

export interface RevisedBar {
  readonly time: number;
  /** Which of open, high, low, close, volume and derived are not what they were. */
  readonly fields: readonly string[];
}

export interface BarsToMerge {
  /** Ascending, each time once. */
  readonly bars: readonly StoredBar[];
  readonly derived: string | null;
  /** As `lockSeries` told it. */
  readonly knownAt: Date;
}

/**
 * Puts bars beside those that are known. Equal ones change nothing; what differs takes the place of the row before it, which is
 * kept with the time for which it was known. Partitions must be there, and the series locked.
 */
export async function mergeBars(
  transaction: Transaction,
  { source, symbol, timeframe }: SeriesKey,
  { bars, derived, knownAt }: BarsToMerge,
): Promise<MergedBars> {
  if (bars.length === 0) return { added: 0, same: 0, revised: [] };
  const times = bars.map(({ time }) => new Date(time));
  const { rows } = await transaction.query<{ added: number; revised: readonly RevisedBar[] }>({
    name: "merge-bars",
    text: `
      with given as (
        select * from unnest($4::timestamptz[], $5::float8[], $6::float8[], $7::float8[], $8::float8[], $9::float8[])
          as given (ts, open, high, low, close, volume)
      ), known as (
        select ohlcv.* from ohlcv where source = $1 and symbol = $2 and timeframe = $3 and ts between $12 and $13
      ), revised as (
        insert into ohlcv_revised (source, symbol, timeframe, ts, open, high, low, close, volume, derived, known_from, known_until)
        select $1, $2, $3, ts, known.open, known.high, known.low, known.close, known.volume, known.derived, known.known_at, $11
        from given join known using (ts)
        where (known.open, known.high, known.low, known.close, known.volume, known.derived)
          is distinct from (given.open, given.high, given.low, given.close, given.volume, $10)
        returning *
      ), written as (
        insert into ohlcv as kept (source, symbol, timeframe, ts, open, high, low, close, volume, derived, known_at)
        select $1, $2, $3, ts, open, high, low, close, volume, $10, $11 from given
        on conflict (source, symbol, timeframe, ts) do update set open = excluded.open, high = excluded.high,
          low = excluded.low, close = excluded.close, volume = excluded.volume, derived = excluded.derived,
          known_at = excluded.known_at
        where (kept.open, kept.high, kept.low, kept.close, kept.volume, kept.derived)
          is distinct from (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume, excluded.derived)
        returning ts
      )
      select (select count(*) from written)::int - (select count(*) from revised)::int as added,
        coalesce((
          select json_agg(json_build_object('time', extract(epoch from revised.ts) * 1000, 'fields', array_remove(array[
            case when revised.open <> given.open then 'open' end,
            case when revised.high <> given.high then 'high' end,
            case when revised.low <> given.low then 'low' end,
            case when revised.close <> given.close then 'close' end,
            case when revised.volume <> given.volume then 'volume' end,
            case when revised.derived is distinct from $10 then 'derived' end
          ], null)) order by revised.ts) from revised join given using (ts)), '[]') as revised`,
    values: [
      source,
      symbol,
      timeframe,
      times,
      bars.map(({ open }) => open),
      bars.map(({ high }) => high),
      bars.map(({ low }) => low),
      bars.map(({ close }) => close),
      bars.map(({ volume }) => volume),
      derived,
      knownAt,
      times[0],
      times.at(-1),
    ],
  });
  const { added = 0, revised = [] } = rows[0] ?? {};
  return { added, revised, same: bars.length - added - revised.length };
}
