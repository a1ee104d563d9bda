import { AppError } from "../../core/errors/app-error.ts";
import { listKnownSeries, type KnownSeries, type SeriesFilter } from "../../store/prices/list-series.ts";
import { type FetchedMany, fetchMany } from "./fetch-many.ts";
import { fetchKnown } from "./fetch-prices.ts";
import type { IngestDeps, IngestWatch } from "./ingest-deps.ts";
import { openSource } from "./open-source.ts";

/**
 * Fetches the missing tail of everything that is known, or of what fits the filter. Doing it twice asks for nothing twice.
 *
 * @throws AppError DATA_NOT_FETCHED when nothing fits
 */
export async function updateKnown(
  filter: SeriesFilter,
  { deps, watch }: { readonly deps: IngestDeps; readonly watch: IngestWatch },
): Promise<FetchedMany> {
  const known = await listKnownSeries(deps.database, filter);
  const lacking = filter.symbols?.find((symbol) => known.every((series) => series.symbol !== symbol));
  if (lacking !== undefined) throw notKnown(lacking, filter.source);
  if (known.length === 0 && filter.source !== undefined) throw notKnown("anything", filter.source);
  const jobs = known.map((series) => ({
    source: series.source,
    name: series.symbol,
    timeframe: series.timeframe,
    run: async () => {
      const opened = await openSource(series.source, deps, watch);
      const span = { from: series.coveredTo, to: deps.clock.now().getTime() };
      return fetchKnown({ instrument: instrumentOf(series), timeframe: series.timeframe, span, again: false }, opened, {
        deps,
        watch,
      });
    },
  }));
  return fetchMany(jobs, watch);
}

function instrumentOf({ source, symbol, instrument, name, adjustment }: KnownSeries) {
  return { source, symbol, id: instrument, name, adjustment };
}

function notKnown(what: string, source: string | undefined): AppError {
  return new AppError(
    "DATA_NOT_FETCHED",
    `There is no series of ${what}${source === undefined ? "" : ` from ${source}`}`,
    {
      hint: `\`nightgrid data list\` shows what there is; \`nightgrid data fetch ${source ?? "<source>"} <instrument>\` gets more.`,
    },
  );
}
