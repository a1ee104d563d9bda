import type { FoundInstrument } from "../../../data/sources/source.ts";
import type { FetchedMany } from "../../../runs/ingest/fetch-many.ts";
import type { FetchReport } from "../../../runs/ingest/fetch-report.ts";
import type { ShownPrices } from "../../../runs/ingest/look/show-prices.ts";
import type { VerifiedSeries } from "../../../runs/ingest/look/verify-prices.ts";
import type { ListedSeries } from "../../../store/prices/list-series.ts";
import { errorJson } from "../error-json.ts";
import type {
  FetchedJson,
  FetchedPricesJson,
  FoundInstrumentsJson,
  PricesJson,
  SeriesJson,
  VerifiedPricesJson,
} from "../../schemas/data/prices-schema.ts";

const REVISIONS_TOLD = 20;

export function fetchedPricesJson({ reports, failed, skipped }: FetchedMany, interrupted: boolean): FetchedPricesJson {
  return {
    fetched: reports.map(fetchedJson),
    failed: failed.map(({ source, name, timeframe, error }) => ({ source, name, timeframe, error: errorJson(error) })),
    skipped,
    interrupted,
  };
}

function fetchedJson(report: FetchReport): FetchedJson {
  const { source, symbol, instrument, timeframe, chunks, added, same, revised, refused, actions, supply, notes } =
    report;
  return {
    source,
    symbol,
    instrument,
    timeframe,
    from: instantOf(report.from),
    to: instantOf(report.to),
    chunks,
    added,
    same,
    revised: revised.length,
    revisions: revised.slice(0, REVISIONS_TOLD).map(({ time, fields }) => ({ time: instantOf(time), fields })),
    refused: refused.length,
    actions,
    supply,
    notes,
  };
}

export function seriesJson(series: ListedSeries): SeriesJson {
  const { source, symbol, instrument, timeframe, name, adjustment, bars, first, last, revised, covered, askedAt } =
    series;
  return {
    source,
    symbol,
    instrument,
    timeframe,
    name,
    adjustment,
    bars,
    first: first === null ? null : instantOf(first),
    last: last === null ? null : instantOf(last),
    revised,
    covered: covered.map(({ from, to }) => ({ from: instantOf(from), to: instantOf(to) })),
    asked_at: askedAt?.toISOString() ?? null,
  };
}

export function pricesJson({ key, instrument, asOf, total, bars }: ShownPrices): PricesJson {
  return {
    ...key,
    instrument: instrument.id,
    as_of: asOf.toISOString(),
    total,
    bars: bars.map(({ time, ...prices }) => ({ time: instantOf(time), ...prices })),
  };
}

/** @param limit the rest is counted */
export function foundInstrumentsJson({
  source,
  text,
  found,
  limit,
}: {
  readonly source: string;
  readonly text: string;
  readonly found: readonly FoundInstrument[];
  readonly limit: number;
}): FoundInstrumentsJson {
  const shown = found.slice(0, limit).map(({ id, symbol, name }) => ({ id, symbol, name }));
  return { source, text, total: found.length, found: shown };
}

export function verifiedPricesJson(series: readonly VerifiedSeries[]): VerifiedPricesJson {
  return {
    well: series.every(({ problems }) => problems.every(({ kind }) => kind === "note")),
    series: series.map(({ series: { source, symbol, instrument, timeframe, bars }, problems }) => ({
      source,
      symbol,
      instrument,
      timeframe,
      bars,
      problems,
    })),
  };
}

function instantOf(time: number): string {
  return new Date(time).toISOString();
}
