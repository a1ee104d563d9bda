import { AppError } from "../../core/errors/app-error.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { resolveWindow } from "../../data/resolve-window.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { listKnownSeries } from "../../store/prices/list-series.ts";
import { lastBarTime, type SeriesKey } from "../../store/prices/series.ts";
import { type FailedFetch, fetchMany, type FetchJob } from "./fetch-many.ts";
import { fetchPrices } from "./fetch-prices.ts";
import type { FetchReport } from "./fetch-report.ts";
import type { IngestDeps, IngestWatch } from "./ingest-deps.ts";
import { openSource } from "./open-source.ts";

/** What of a DAG's prices is to be brought up to date. */
export interface DataUpdate {
  readonly spec: Pick<DagSpec, "backtests">;
  readonly logicalDate: Date;
  /** Empty: all that its backtests trade. */
  readonly symbols: readonly string[];
  /** `keep` goes on with the bars that are there. */
  readonly onError: "fail" | "keep";
}

export interface UpdatedData {
  readonly reports: readonly FetchReport[];
  /** Series that stay as they were, and why. */
  readonly kept: readonly { readonly series: SeriesKey; readonly lastBar: number; readonly reason: string }[];
}

interface WantedSeries extends SeriesKey {
  /** The days of the backtest; null: as far as there are any. Milliseconds UTC, `to` exclusive. */
  readonly from: number | null;
  readonly to: number | null;
}

/**
 * Fetches what is missing of the prices that a DAG trades, and the bars at their end that their sources may have revised. What is
 * known already is asked for by nobody again, and a series that another process fetches is waited for.
 *
 * @throws AppError SOURCE_… of the first series that failed; the reason of the signal
 */
export async function updateDataOf(
  update: DataUpdate,
  parts: { readonly deps: IngestDeps; readonly watch: IngestWatch },
): Promise<UpdatedData> {
  const jobs = wantedSeries(update).map((series): FetchJob => {
    const { source, symbol, timeframe } = series;
    return { source, name: symbol, timeframe, run: () => fetchWanted(series, parts) };
  });
  const { reports, failed, skipped } = await fetchMany(jobs, parts.watch);
  parts.watch.signal.throwIfAborted();
  const [first] = failed;
  if (first === undefined) return { reports, kept: [] };
  if (update.onError === "fail") throw withOthers(first, failed.length - 1 + skipped.length);
  const silent = new Map(failed.map((each) => [each.source, each.error]));
  const lost = jobs.flatMap(({ source, name: symbol, timeframe }) => {
    const own = failed.find((each) => each.source === source && each.name === symbol && each.timeframe === timeframe);
    const error = own?.error ?? (skipped.includes(symbol) ? silent.get(source) : undefined);
    return error === undefined ? [] : [{ series: { source, symbol, timeframe }, error }];
  });
  const kept = await Promise.all(
    lost.map(async ({ series, error }) => {
      const lastBar = await lastBarTime(parts.deps.database, series);
      // Nothing is there that could be kept.
      if (lastBar === null) throw error;
      return { series, lastBar, reason: error.message };
    }),
  );
  return { reports, kept };
}

/** Each series once, with the days of all backtests that trade it. */
function wantedSeries({ spec, logicalDate, symbols: only }: DataUpdate): readonly WantedSeries[] {
  const wanted = new Map<string, WantedSeries>();
  for (const { data, window } of spec.backtests) {
    if (data?.source === undefined) continue;
    const { source, timeframe, session } = data;
    const days = resolveWindow(window, logicalDate, session);
    // The end of an open window is that of the run; bars after it are wanted tomorrow.
    const to = window.endDate === null ? null : Date.parse(window.endDate) + DAY_MS;
    const from = days.startDate === null ? null : Date.parse(days.startDate);
    for (const symbol of data.symbols) {
      if (only.length > 0 && !only.includes(symbol)) continue;
      const key = JSON.stringify([source, symbol, timeframe]);
      const known = wanted.get(key);
      const span = known === undefined ? { from, to } : { from: least(known.from, from), to: most(known.to, to) };
      wanted.set(key, { source, symbol, timeframe, ...span });
    }
  }
  return [...wanted.values()];
}

/** Null is further back, or on, than any day. */
function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.min(a, b);
}

function most(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}

/** Under its own symbol: an instrument that nobody has fetched goes by its id. */
async function fetchWanted(
  { source, symbol, timeframe, from, to }: WantedSeries,
  parts: { readonly deps: IngestDeps; readonly watch: IngestWatch },
): Promise<FetchReport> {
  const { deps, watch } = parts;
  const [known] = await listKnownSeries(deps.database, { source, symbols: [symbol], timeframe });
  const now = deps.clock.now();
  const { capabilities } = await openSource(source, deps, watch);
  const earliest = capabilities.earliest(timeframe, now);
  // A plan that reaches less far back than the backtest gives what it can; what was fetched before stays.
  const reachable = from === null || earliest === null ? from : Math.max(from, Date.parse(earliest));
  const end = to === null ? null : Math.min(to, now.getTime());
  return fetchPrices(
    {
      source,
      instrument: symbol,
      as: symbol,
      timeframe,
      from: reachable ?? known?.coveredFrom ?? null,
      to: end,
    },
    parts,
  );
}

function withOthers({ name, timeframe, error }: FailedFetch, others: number): AppError {
  const more = others === 0 ? "" : ` (and ${others} more)`;
  return new AppError(error.code, `${name} ${timeframe}: ${error.message}${more}`, {
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    details: error.details,
  });
}
