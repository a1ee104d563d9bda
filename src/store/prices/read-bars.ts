import type { Connection } from "../connection/transaction.ts";
import type { SeriesKey } from "./series.ts";

/** Columns of equal length, ascending by time. */
export interface BarColumns {
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** Rows of one answer: their six columns as hexadecimal text stay far below the longest string. */
const PAGE_ROWS = 200_000;
const FIELDS = ["time", "open", "high", "low", "close", "volume"] as const;

/** When a series has changed last; null when there is no row of it. A state of its rows that can be read again at any time. */
export async function readKnownAt(connection: Connection, key: SeriesKey): Promise<Date | null> {
  const { rows } = await connection.query<{ known_at: Date | null }>({
    name: "read-known-at",
    text: `select known_at from price_series where source = $1 and symbol = $2 and timeframe = $3`,
    values: [key.source, key.symbol, key.timeframe],
  });
  return rows[0]?.known_at ?? null;
}

/** The bars of a series as they were known at a moment, whatever has been added or revised since. */
export async function readBarsAsOf(connection: Connection, key: SeriesKey, knownAt: Date): Promise<BarColumns> {
  const pages: BarColumns[] = [];
  let after = new Date(-8.64e15);
  for (;;) {
    const page = await readPage(connection, key, { after: pages.length === 0 ? null : after, knownAt });
    if (page.time.length > 0) pages.push(page);
    if (page.time.length < PAGE_ROWS) return joined(pages);
    after = new Date(page.time.at(-1) ?? 0);
  }
}

/** Eight bytes each, as they lie in memory the other way round: parsing numbers as text would take most of the time. */
function column(value: string): string {
  return `coalesce(string_agg(float8send(${value}), ''::bytea order by ts), '')`;
}

/** Each of the two tables gives a page by its index: else all that follows would be sorted for each. */
async function readPage(
  connection: Connection,
  { source, symbol, timeframe }: SeriesKey,
  { after, knownAt }: { readonly after: Date | null; readonly knownAt: Date },
): Promise<BarColumns> {
  const { rows } = await connection.query<Record<(typeof FIELDS)[number], Buffer>>({
    name: "read-bars-as-of",
    text: `
      select ${column("(extract(epoch from ts) * 1000)::float8")} as "time", ${FIELDS.slice(1)
        .map((field) => `${column(field)} as ${field}`)
        .join(", ")}
      from (
        (select ts, open, high, low, close, volume from ohlcv
        where source = $1 and symbol = $2 and timeframe = $3 and known_at <= $5 and ts > coalesce($4::timestamptz, '-infinity')
        order by ts limit ${PAGE_ROWS})
        union all
        (select ts, open, high, low, close, volume from ohlcv_revised
        where source = $1 and symbol = $2 and timeframe = $3 and known_from <= $5 and known_until > $5
          and ts > coalesce($4::timestamptz, '-infinity')
        order by ts limit ${PAGE_ROWS})
        order by ts limit ${PAGE_ROWS}
      ) as bar`,
    values: [source, symbol, timeframe, after, knownAt],
  });
  const [row] = rows;
  const of = (field: (typeof FIELDS)[number]): Float64Array => doublesOf(row?.[field] ?? Buffer.alloc(0));
  return {
    time: of("time"),
    open: of("open"),
    high: of("high"),
    low: of("low"),
    close: of("close"),
    volume: of("volume"),
  };
}

/** From the network's order of bytes. */
function doublesOf(bytes: Buffer): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.byteLength / 8 }, (_, index) => view.getFloat64(index * 8));
}

function joined(pages: readonly BarColumns[]): BarColumns {
  const of = (field: (typeof FIELDS)[number]): Float64Array => {
    const all = new Float64Array(pages.reduce((sum, page) => sum + page[field].length, 0));
    let at = 0;
    for (const page of pages) {
      all.set(page[field], at);
      at += page[field].length;
    }
    return all;
  };
  return {
    time: of("time"),
    open: of("open"),
    high: of("high"),
    low: of("low"),
    close: of("close"),
    volume: of("volume"),
  };
}
