import { AppError } from "../../../core/errors/app-error.ts";
import { errorOf } from "../../error-of.ts";
import { notify } from "../../../store/events.ts";
import { isConnectionLost } from "../../../store/connection/transaction.ts";
import {
  beatPriceFetch,
  claimPriceFetch,
  endPriceFetch,
  type PriceFetchId,
  type PriceFetchProgress,
  type PriceFetchRequest,
  type PriceFetchResult,
  releasePriceFetch,
} from "../../../store/prices/price-fetches.ts";
import { fixedSources } from "../../../data/sources/source-catalogue.ts";
import type { WorkDeps } from "../../work-deps.ts";
import { type FetchedMany, fetchMany } from "../fetch-many.ts";
import { fetchPrices } from "../fetch-prices.ts";
import type { IngestDeps, IngestWatch } from "../ingest-deps.ts";
import { updateKnown } from "../update-known.ts";

const BEAT_MS = 1000;
/** Below the time after which a worker is declared dead: what it worked on is free when others look for it. */
export const FETCH_ALIVE_MS = 8000;
const MOST_NOTES = 20;

/**
 * Fetches what somebody asked for, tells how far it is, and ends when it is told to. One whose worker died is taken over by
 * another, which goes on after the last page that was kept.
 */
export async function fetchAsked(id: PriceFetchId, deps: WorkDeps): Promise<void> {
  const claimed = await claimPriceFetch(deps.database, id, FETCH_ALIVE_MS);
  if (claimed === null) return;
  const ours = { id, claim: claimed.claim };
  const ending = new AbortController();
  let isLost = false;
  let isStopped = false;
  let progress: PriceFetchProgress | null = null;
  const tell = async (): Promise<void> => {
    const beat = await beatPriceFetch(deps.database, ours, progress);
    isLost = beat === null;
    isStopped ||= beat?.stopAsked === true;
    if (isLost || isStopped) ending.abort();
    await notify(deps.database, "nightgrid_prices", id);
  };
  // A beat that is missed is made up for by the next one; when none comes, others take over.
  const beating = setInterval(() => void tell().catch(() => undefined), BEAT_MS);
  const signal = AbortSignal.any([ending.signal, deps.draining]);
  const watch = watchInto((now) => (progress = now), signal);
  try {
    await tell();
    const fetched = await deps.fetching.take(() => fetchRequested(claimed.request, { deps: ingestOf(deps), watch }));
    if (deps.draining.aborted && !isStopped) return await releasePriceFetch(deps.database, ours);
    const state = isStopped ? "cancelled" : fetched.failed.length > 0 ? "failed" : "succeeded";
    await endPriceFetch(deps.database, ours, { state, result: resultOf(fetched) });
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    if (signal.aborted && !isStopped) return await releasePriceFetch(deps.database, ours);
    const result = isStopped ? NOTHING : { ...NOTHING, failed: [failureOf(claimed.request, error)] };
    await endPriceFetch(deps.database, ours, { state: isStopped ? "cancelled" : "failed", result });
  } finally {
    clearInterval(beating);
    await notify(deps.database, "nightgrid_prices", id).catch(() => undefined);
  }
}

const NOTHING: PriceFetchResult = { fetched: [], failed: [], skipped: [] };

function ingestOf({ database, clock, random, prices }: WorkDeps): IngestDeps {
  return { sources: fixedSources([]), env: {}, ...prices, database, clock, random };
}

function watchInto(keep: (progress: PriceFetchProgress) => void, signal: AbortSignal): IngestWatch {
  let [series, ofSeries] = [0, 1];
  return {
    signal,
    onSeries: (done, total) => ([series, ofSeries] = [done, total]),
    onProgress: (part) => keep({ ...part, series, ofSeries }),
  };
}

function fetchRequested(
  request: PriceFetchRequest,
  parts: { readonly deps: IngestDeps; readonly watch: IngestWatch },
): Promise<FetchedMany> {
  switch (request.kind) {
    case "update": {
      const { source, symbols, timeframe } = request;
      return updateKnown(
        { ...(source && { source }), ...(symbols && { symbols }), ...(timeframe && { timeframe }) },
        parts,
      );
    }
    case "fetch": {
      const { as, adjustment, source, timeframe, instrument, from, to, again } = request;
      const more = { ...(as !== null && { as }), ...(adjustment !== null && { adjustment }) };
      const run = () => fetchPrices({ source, timeframe, instrument, from, to, again, ...more }, parts);
      return fetchMany([{ source, name: as ?? instrument, timeframe, run }], parts.watch);
    }
  }
}

function resultOf({ reports, failed, skipped }: FetchedMany): PriceFetchResult {
  return {
    fetched: reports.map(({ source, symbol, timeframe, added, revised, refused, notes }) => {
      const counts = { added, revised: revised.length, refused: refused.length };
      return { source, symbol, timeframe, ...counts, notes: notes.slice(0, MOST_NOTES) };
    }),
    failed: failed.map(({ error, ...series }) => {
      return { ...series, code: error.code, message: error.message, hint: error.hint ?? null };
    }),
    skipped,
  };
}

function failureOf(request: PriceFetchRequest, error: unknown): PriceFetchResult["failed"][number] {
  const name = request.kind === "fetch" ? request.instrument : (request.symbols?.join(", ") ?? "");
  const hint = error instanceof AppError ? (error.hint ?? null) : null;
  const series = { source: request.source ?? "", name, timeframe: request.timeframe ?? "" };
  return { ...series, ...errorOf(error, "EXECUTOR_FAILED"), hint };
}
