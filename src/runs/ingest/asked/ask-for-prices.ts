import { AppError } from "../../../core/errors/app-error.ts";
import type { Act } from "../../../core/names/audit.ts";
import type { SourceCatalogue } from "../../../data/sources/source-catalogue.ts";
import { recordAct } from "../../../store/actions/audit.ts";
import { enqueueJobs } from "../../../store/enqueue-jobs.ts";
import { notify } from "../../../store/events.ts";
import {
  addPriceFetch,
  askPriceFetchToStop,
  type PriceFetchId,
  type PriceFetchRequest,
  type PriceFetchRow,
  readPriceFetch,
} from "../../../store/prices/price-fetches.ts";
import { type Database, inTransaction } from "../../../store/connection/transaction.ts";

/**
 * Asks for prices to be fetched. Any live worker of the database does so; what has come stays, however it ends.
 *
 * @throws AppError SOURCE_UNKNOWN, listing what there is
 */
export async function askForPrices(
  request: PriceFetchRequest,
  act: Act,
  { database, sources }: { readonly database: Database; readonly sources: SourceCatalogue },
): Promise<PriceFetchRow> {
  if (request.source !== null) await sources.find(request.source);
  const id = await inTransaction(database, async (transaction) => {
    const added = await addPriceFetch(transaction, request, act.by);
    await recordAct(
      transaction,
      { action: "prices_fetch", dagId: null, target: targetOf(request), details: { ...request } },
      act,
    );
    await enqueueJobs(transaction, [{ name: "fetch_prices", subject: added }]);
    await notify(transaction, "nightgrid_prices", added);
    return added;
  });
  return requirePriceFetch(database, id);
}

/** Ends it after the page that is being written. @throws AppError ACTION_REFUSED when it has ended; PRICE_FETCH_NOT_FOUND */
export async function stopPriceFetch(database: Database, id: PriceFetchId, act: Act): Promise<PriceFetchRow> {
  const row = await requirePriceFetch(database, id);
  await inTransaction(database, async (transaction) => {
    if (!(await askPriceFetchToStop(transaction, id))) {
      throw new AppError("ACTION_REFUSED", `Fetch ${id} has ended already.`, { hint: "There is nothing to stop." });
    }
    await recordAct(transaction, { action: "prices_cancel", dagId: null, target: targetOf(row.request) }, act);
    await notify(transaction, "nightgrid_prices", id);
  });
  return requirePriceFetch(database, id);
}

/** @throws AppError PRICE_FETCH_NOT_FOUND */
export async function requirePriceFetch(database: Database, id: PriceFetchId): Promise<PriceFetchRow> {
  const row = await readPriceFetch(database, id);
  if (row !== null) return row;
  throw new AppError("PRICE_FETCH_NOT_FOUND", `There is no fetch ${id} of prices`, {
    hint: "GET /api/v1/data/fetches lists them.",
  });
}

const MOST_NAMED = 3;

/** `coingecko bitcoin 1d`, `all series`: what it is about, for people. */
export function targetOf(request: PriceFetchRequest): string {
  if (request.kind === "fetch") return `${request.source} ${request.as ?? request.instrument} ${request.timeframe}`;
  const { source, symbols, timeframe } = request;
  const more = (symbols?.length ?? 0) - MOST_NAMED;
  const named =
    symbols === null
      ? "all series"
      : `${symbols.slice(0, MOST_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return [source, named, timeframe].filter((part) => part !== null).join(" ");
}
