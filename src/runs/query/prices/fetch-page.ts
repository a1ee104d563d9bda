import { listPriceFetches, type PriceFetchRow } from "../../../store/prices/price-fetches.ts";
import type { Connection } from "../../../store/connection/transaction.ts";
import { decodeCursor, encodeCursor } from "../pages/cursor.ts";
import type { Page } from "../pages/page.ts";

const OF = "price_fetches";

/** What was asked to be fetched, the latest first. @throws AppError CURSOR_INVALID */
export async function priceFetchPage(
  connection: Connection,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): Promise<Omit<Page<PriceFetchRow>, "total">> {
  const before = cursor === undefined ? null : decodeCursor(cursor, OF).at;
  const rows = await listPriceFetches(connection, { before, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor({ at: last.id, id: "" }, OF) : null;
  return { items, nextCursor };
}
