import { AppError } from "../../core/errors/app-error.ts";
import { commandLine, typedWord } from "../../core/text/typed-word.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { SourceCapabilities } from "../../data/sources/source.ts";
import type { Span } from "../../store/prices/series.ts";
import { fetchActions } from "./fetch-actions.ts";
import type { FetchReport } from "./fetch-report.ts";
import { fetchSeries, type SeriesRequest } from "./fetch-series.ts";
import { fetchSupply } from "./fetch-supply.ts";
import type { IngestDeps, IngestWatch } from "./ingest-deps.ts";
import { type OpenSource, openSource } from "./open-source.ts";
import { type AskedInstrument, resolveInstrument } from "./resolve-instrument.ts";
import { withSeries } from "./with-series.ts";
import { seriesNotes } from "./series-notes.ts";

export interface FetchRequest extends AskedInstrument {
  readonly source: string;
  readonly timeframe: string;
  /** Milliseconds UTC; null: as far back as the plan reaches, a year where no bound is known. */
  readonly from: number | null;
  /** Exclusive; null: now. */
  readonly to: number | null;
  readonly again?: boolean;
}

/** Where nobody says how far back. */
const USUAL_DAYS = 365;

/**
 * Fetches one instrument of a source: its bars, and what else the source tells of it.
 *
 * @throws AppError USAGE, SOURCE_…, SYMBOL_TAKEN; the reason of the signal
 */
export async function fetchPrices(
  request: FetchRequest,
  { deps, watch }: { readonly deps: IngestDeps; readonly watch: IngestWatch },
): Promise<FetchReport> {
  const opened = await openSource(request.source, deps, watch);
  const { capabilities } = opened;
  const { timeframe } = request;
  if (!capabilities.timeframes.includes(timeframe)) {
    throw new AppError("USAGE", `${request.source} has no bars of ${timeframe}`, {
      hint: `It has ${capabilities.timeframes.join(", ")}.`,
    });
  }
  const span = spanOf(request, capabilities, deps.clock.now());
  const instrument = await resolveInstrument(request, opened, deps);
  return fetchKnown({ instrument, timeframe, span, again: request.again ?? false }, opened, { deps, watch });
}

/** The same for one whose symbol is settled. */
export async function fetchKnown(
  request: SeriesRequest,
  opened: OpenSource,
  { deps, watch }: { readonly deps: IngestDeps; readonly watch: IngestWatch },
): Promise<FetchReport> {
  const { instrument, timeframe, span } = request;
  const { source, symbol, id } = instrument;
  try {
    return await withSeries({ source, symbol, timeframe }, { deps, watch }, async () => {
      const { asked, ...fetched } = await fetchSeries(request, opened, { deps, watch });
      const actions = asked === null ? 0 : await fetchActions({ ...request, span: asked }, opened, deps);
      const supply = await fetchSupply(instrument, opened, { deps, watch });
      const notes = fetched.chunks === 0 ? [] : await seriesNotes({ source, symbol, timeframe }, span, deps);
      return { source, symbol, instrument: id, timeframe, ...span, ...fetched, actions, supply, notes };
    });
  } catch (error) {
    throw withWayOut(error, request, { opened, now: deps.clock.now() });
  }
}

/** @throws AppError DATES_INVALID */
function spanOf({ from, to, timeframe }: FetchRequest, capabilities: SourceCapabilities, now: Date): Span {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const first = capabilities.earliest(timeframe, now);
  const span = {
    from: from ?? (first === null ? today - USUAL_DAYS * DAY_MS : Date.parse(first)),
    to: to ?? now.getTime(),
  };
  if (span.from < span.to) return span;
  throw new AppError("DATES_INVALID", `From ${isoDay(span.from)} to ${isoDay(span.to - 1)} there is no day`, {
    hint: "Name a first day that has begun and is not after the last one.",
  });
}

/** What a source refuses, with what was asked for and what to ask for instead. */
function withWayOut(
  error: unknown,
  request: SeriesRequest,
  { opened, now }: { readonly opened: OpenSource; readonly now: Date },
): unknown {
  if (!(error instanceof AppError)) return error;
  if (error.code === "SOURCE_SYMBOL_UNKNOWN") return unknownInstrument(error, request, opened);
  return error.code === "SOURCE_NOT_ON_PLAN"
    ? withPossibleDates(error, request, { capabilities: opened.capabilities, now })
    : error;
}

function unknownInstrument(cause: AppError, { instrument }: SeriesRequest, { source }: OpenSource): AppError {
  const { id } = instrument;
  const look = `\`${commandLine("nightgrid data search", [source.name, id])}\` shows which there are.`;
  return new AppError("SOURCE_SYMBOL_UNKNOWN", `${source.name} has no "${id}" (${cause.message})`, {
    hint: `Names are those of the source${source.search === undefined ? "." : `: ${look}`}`,
    details: cause.details,
    cause,
  });
}

/** A plan that does not reach so far is no fault of the key: which days it does reach, and how to ask for them. */
function withPossibleDates(
  error: AppError,
  { instrument, timeframe }: SeriesRequest,
  { capabilities, now }: { readonly capabilities: SourceCapabilities; readonly now: Date },
): AppError {
  const earliest = capabilities.earliest(timeframe, now);
  if (earliest === null) return error;
  const { source, id, symbol } = instrument;
  const options = `--as ${typedWord(symbol)} --timeframe ${timeframe} --from ${earliest}`;
  const command = commandLine("nightgrid data fetch", [source, id], options);
  return new AppError("SOURCE_NOT_ON_PLAN", error.message, {
    hint: `This plan reaches back to ${earliest}: ${command}\nA key of another plan may reach further: docs/data-sources.md.`,
    details: { ...error.details, earliest },
    cause: error,
  });
}

function isoDay(time: number): string {
  return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? new Date(time).toISOString().slice(0, 10) : "?";
}
