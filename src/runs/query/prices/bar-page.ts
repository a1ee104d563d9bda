import { AppError } from "../../../core/errors/app-error.ts";
import type { StoredBar } from "../../../store/prices/bars.ts";
import { type Instrument, readInstrument } from "../../../store/prices/instruments.ts";
import { readKnownAt } from "../../../store/prices/read-bars.ts";
import type { SeriesKey } from "../../../store/prices/series.ts";
import { pageBars } from "../../../store/prices/pages/price-pages.ts";
import type { Connection } from "../../../store/connection/transaction.ts";
import { notFetched } from "../../ingest/look/show-prices.ts";
import { decodeCursor, encodeCursor } from "../pages/cursor.ts";
import { canBeStored } from "../pages/page.ts";

export interface BarPageRequest {
  readonly key: SeriesKey;
  /** Milliseconds UTC; `to` is exclusive. */
  readonly from: number | null;
  readonly to: number | null;
  /** Null: as they are known now. */
  readonly asOf: Date | null;
  readonly limit: number;
  readonly cursor: string | undefined;
}

export interface BarPage {
  readonly key: SeriesKey;
  readonly instrument: Instrument;
  /** The rows are as they were known then, on every page. */
  readonly asOf: Date;
  /** The latest first. */
  readonly bars: readonly StoredBar[];
  readonly nextCursor: string | null;
}

/** Rows of a series, which cost what they are however many there are. @throws AppError CURSOR_INVALID, DATA_NOT_FETCHED */
export async function barPage(connection: Connection, request: BarPageRequest): Promise<BarPage> {
  const { key, from, to, limit, cursor } = request;
  if (![key.source, key.symbol, key.timeframe].every(canBeStored)) throw notFetched(key);
  const of = { key, from, to, asOf: request.asOf?.toISOString() ?? null };
  const after = cursor === undefined ? null : decodeCursor(cursor, of);
  const instrument = await readInstrument(connection, key);
  const knownAt = await readKnownAt(connection, key);
  if (instrument === null || knownAt === null) throw notFetched(key);
  // Pages that follow see the rows of the first one, whatever has been revised meanwhile.
  const asOf = after === null ? (request.asOf ?? knownAt) : momentOf(after.id);
  const query = { from, to: after === null ? to : Number(after.at), knownAt: asOf, limit: limit + 1 };
  const rows = await pageBars(connection, key, query);
  const bars = rows.slice(0, limit);
  const last = bars.at(-1);
  const nextCursor =
    rows.length > limit && last !== undefined
      ? encodeCursor({ at: String(last.time), id: asOf.toISOString() }, of)
      : null;
  return { key, instrument, asOf, bars, nextCursor };
}

function momentOf(text: string): Date {
  const moment = new Date(text);
  if (Number.isFinite(moment.getTime())) return moment;
  throw new AppError("CURSOR_INVALID", "The cursor is none that a page has given out.");
}
