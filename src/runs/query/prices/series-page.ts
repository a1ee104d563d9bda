import { AppError } from "../../../core/errors/app-error.ts";
import { type ListedSeries, listSeries, type SeriesFilter } from "../../../store/prices/list-series.ts";
import type { SeriesKey } from "../../../store/prices/series.ts";
import { type BarsOfMonth, countBarsByMonth } from "../../../store/prices/pages/price-pages.ts";
import type { Connection } from "../../../store/connection/transaction.ts";
import { decodeCursor, encodeCursor } from "../pages/cursor.ts";
import { canBeStored, type Page } from "../pages/page.ts";

/** What there is of a series, and of which months. */
export interface CoveredSeries {
  readonly series: ListedSeries;
  readonly months: readonly BarsOfMonth[];
}

/** Series of prices by source, symbol and timeframe. @throws AppError CURSOR_INVALID */
export async function seriesPage(
  connection: Connection,
  filter: SeriesFilter,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
): Promise<Omit<Page<CoveredSeries>, "total">> {
  const asked = [filter.source, ...(filter.symbols ?? []), filter.timeframe];
  if (asked.some((text) => text !== undefined && !canBeStored(text))) return { items: [], nextCursor: null };
  const after = cursor === undefined ? null : keyOf(decodeCursor(cursor, filter).id);
  const rows = await listSeries(connection, filter, { after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const months = await countBarsByMonth(connection, page);
  const last = page.at(-1);
  const id = JSON.stringify([last?.source, last?.symbol, last?.timeframe]);
  return {
    items: page.map((series, index) => ({ series, months: months[index] ?? [] })),
    nextCursor: rows.length > limit ? encodeCursor({ at: "0", id }, filter) : null,
  };
}

/** @throws AppError CURSOR_INVALID */
function keyOf(id: string): SeriesKey {
  try {
    const [source, symbol, timeframe] = JSON.parse(id) as readonly unknown[];
    if (typeof source === "string" && typeof symbol === "string" && typeof timeframe === "string") {
      return { source, symbol, timeframe };
    }
  } catch {
    // Said below.
  }
  throw new AppError("CURSOR_INVALID", "The cursor is none that a page has given out.");
}
