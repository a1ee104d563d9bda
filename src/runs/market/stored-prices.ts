import { AppError } from "../../core/errors/app-error.ts";
import { commandLine, typedWord } from "../../core/text/typed-word.ts";
import type { SnapshotId } from "../../core/names/ids.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { allocateBars } from "../../data/bars/allocate-bars.ts";
import { barWarnings } from "../../data/bars/bar-warnings.ts";
import { columnsBeside, hasColumnsBeside } from "../../data/beside/columns-beside.ts";
import { type OpenTables, type TableDeps, tableOpener } from "../../data/beside/tables/open-table.ts";
import { resolveSymbols } from "../../data/beside/resolve-symbols.ts";
import { withSessions } from "../../data/beside/market-sessions.ts";
import { timeframeMs } from "../../data/bars/timeframe.ts";
import type { DataReach, LoadedSnapshot } from "../../data/dataset.ts";
import { freezeBars } from "../../data/freeze-bars.ts";
import type { Bars } from "../../engine/bars.ts";
import { tradingDays } from "../../core/time/trading-session.ts";
import { actionsKnownAt, pinnedActions, withStoredActions } from "./stored-actions.ts";
import { isConnectionLost, type Database } from "../../store/connection/transaction.ts";
import { pastSpan } from "../versions/past-span.ts";
import { readInstrument } from "../../store/prices/instruments.ts";
import { keepPin, type PricePin, readPin } from "../../store/prices/price-pins.ts";
import { readBarsAsOf, readKnownAt } from "../../store/prices/read-bars.ts";
import { lastBarTime, type SeriesKey } from "../../store/prices/series.ts";

/** Prices of a source, as a backtest asks for them. */
export type StoredRequest = DataSpec & { readonly source: string };

/** `home` takes the snapshots. */
export interface StoredPricesDeps extends TableDeps {
  readonly database: Database;
}

export function isStored(request: DataSpec): request is StoredRequest {
  return request.source !== undefined;
}

/**
 * Whether prices are asked for as they were known at a moment, and nothing beside them: their revisions tell it, whoever had read them by
 * then. What stands beside prices is known by versions alone.
 */
export function isStoredPast(request: DataSpec): boolean {
  return isStored(request) && !hasColumnsBeside(request) && request.known !== undefined && "asOf" in request.known;
}

/**
 * Freezes prices that were fetched, as they are known now, or were at the moment that is asked for. What they were read from is kept with the name of the snapshot, so that
 * another host makes the same one again, whatever was added or revised since; unless something stands beside the prices, which it has to fetch.
 *
 * @throws AppError DATA_NOT_FETCHED with the command that gets them; DATASET_VERSION_NOT_FOUND; USAGE of a moment ahead; DISK_FULL
 */
export async function loadStored(request: StoredRequest, deps: StoredPricesDeps): Promise<LoadedSnapshot> {
  const { source, timeframe, calendar } = request;
  // One for all of it: a query that is asked twice may say two things.
  const openTable = tableOpener(deps);
  const { symbols } = await resolveSymbols(request, openTable);
  const asOf = await askedMoment(request, deps.database);
  const known = await Promise.all(
    symbols.map(async (symbol) => {
      const knownAt = await readKnownAt(deps.database, { source, symbol, timeframe });
      if (knownAt === null) throw await notFetched({ source, symbol, timeframe }, deps.database);
      return {
        symbol,
        knownAt: (asOf !== null && asOf < knownAt ? asOf : knownAt).toISOString(),
        ...(request.actions && { actionsKnownAt: await actionsKnownAt(deps.database, { source, symbol }, asOf) }),
      };
    }),
  );
  const pin: PricePin = {
    source,
    timeframe,
    adjust: null,
    symbols: known,
    ...(calendar && { calendar }),
    ...pinnedActions(request),
  };
  const loaded = await freeze(pin, request, { ...deps, beside: { request, openTable } });
  const unknown = loaded.bars.find(({ time }) => time.length === 0);
  if (unknown !== undefined) {
    const what = `No bars of ${timeframe} of ${unknown.symbol} from ${source} were known as of ${asOf?.toISOString() ?? "now"}`;
    throw new AppError("DATASET_VERSION_NOT_FOUND", what, {
      hint: `Name a later moment: \`${commandLine("nightgrid data show", [source, unknown.symbol])}\` tells what there is now.`,
      details: { source, symbol: unknown.symbol },
    });
  }
  const { id, barsPerYear } = loaded.snapshot;
  if (!hasColumnsBeside(request)) await keepPin(deps.database, id, { ...pin, barsPerYear }).catch(lookingIsEnough);
  return loaded;
}

/** A snapshot that was made from stored prices, made again; null when it was not, or its rows are gone. */
export async function reopenStored(id: SnapshotId, deps: StoredPricesDeps): Promise<LoadedSnapshot | null> {
  const pin = await readPin(deps.database, id);
  if (pin === null) return null;
  const loaded = await freeze(pin, {}, { ...deps, pinned: id });
  return loaded.snapshot.id === id ? loaded : null;
}

/** @throws AppError DATA_NOT_FETCHED */
export async function reachOfStored(
  request: StoredRequest,
  day: string,
  deps: StoredPricesDeps,
): Promise<readonly DataReach[]> {
  const { source, timeframe, session } = request;
  const { database } = deps;
  const { symbols, universe } = await resolveSymbols(request, tableOpener(deps));
  const dayOf = tradingDays(timeframeMs(timeframe) >= DAY_MS ? undefined : session);
  const reaches: DataReach[] = [];
  for (const symbol of symbols) {
    if (universe?.isIn(symbol, Date.parse(day) / DAY_MS) === false) continue;
    const last = await lastBarTime(database, { source, symbol, timeframe });
    if (last === null) throw await notFetched({ source, symbol, timeframe }, database);
    reaches.push({ symbol, lastDay: new Date(dayOf(last) * DAY_MS).toISOString().slice(0, 10) });
  }
  return reaches;
}

async function freeze(
  { source, timeframe, symbols, barsPerYear, calendar, actions }: PricePin,
  { session }: Pick<DataSpec, "session">,
  deps: StoredPricesDeps & {
    readonly pinned?: SnapshotId | null;
    readonly beside?: { readonly request: DataSpec; readonly openTable: OpenTables };
  },
): Promise<LoadedSnapshot> {
  const { home, database, pinned = null, beside } = deps;
  const read: Bars[] = [];
  const told: string[] = [];
  // One after the other: they may be large.
  for (const { symbol, knownAt, actionsKnownAt: actionsAt = null } of symbols) {
    const columns = await readBarsAsOf(database, { source, symbol, timeframe }, new Date(knownAt));
    const bars = allocateBars({ symbol, bars: columns.time.length });
    for (const field of ["time", "open", "high", "low", "close", "volume"] as const) bars[field].set(columns[field]);
    const events = await withStoredActions(database, bars, {
      source,
      knownAt: actionsAt,
      ...(actions && { actions }),
    });
    read.push(events.bars);
    told.push(...events.warnings);
  }
  const columns =
    beside === undefined ? { bars: read, warnings: [] } : await columnsBeside(read, [], { ...beside, home });
  const within = withSessions(columns.bars, { timeframe, ...(calendar !== undefined && { calendar }) });
  const warnings = [
    ...read.flatMap((bars) => barWarnings(bars, timeframe)),
    ...told,
    ...columns.warnings,
    ...within.warnings,
  ];
  return freezeBars(
    { bars: within.bars, warnings },
    { dataset: source, timeframe, barsPerYear: barsPerYear ?? null, ...(session && { session }) },
    { home, pinned },
  );
}

/** Null where the prices of now are asked for. */
async function askedMoment({ source, known }: StoredRequest, database: Database): Promise<Date | null> {
  if (known === undefined || !("asOf" in known)) return null;
  return (await pastSpan(known.asOf, `source:${source}`, database)).to;
}

/** A role that may only look plans all the same; whoever starts the run writes it. */
function lookingIsEnough(error: unknown): void {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (isConnectionLost(error) || code === "42501" || code === "25006") return;
  throw error;
}

async function notFetched({ source, symbol, timeframe }: SeriesKey, database: Database): Promise<AppError> {
  const instrument = await readInstrument(database, { source, symbol });
  const what = `There are no bars of ${timeframe} of ${symbol} from ${source}`;
  const options = `--as ${typedWord(symbol)} --timeframe ${timeframe}`;
  const way =
    instrument === null
      ? `Fetch them with: nightgrid data fetch ${source} <id> ${options}   (${commandLine("nightgrid data search", [source, symbol])} tells the id)`
      : `Fetch them with: ${commandLine("nightgrid data fetch", [source, instrument.id], options)}`;
  return new AppError("DATA_NOT_FETCHED", what, { hint: way, details: { source, symbol, timeframe } });
}
