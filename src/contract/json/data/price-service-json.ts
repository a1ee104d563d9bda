import { targetOf } from "../../../runs/ingest/asked/ask-for-prices.ts";
import type { BarPage } from "../../../runs/query/prices/bar-page.ts";
import type { CoveredSeries } from "../../../runs/query/prices/series-page.ts";
import type { Page } from "../../../runs/query/pages/page.ts";
import type { PriceFetchRow } from "../../../store/prices/price-fetches.ts";
import type {
  BarPageJson,
  PriceFetchJson,
  PriceFetchPageJson,
  SeriesPageJson,
} from "../../schemas/data/price-service-schema.ts";
import { seriesJson } from "./prices-json.ts";

type Part<T> = Omit<Page<T>, "total">;

export function seriesPageJson({ items, nextCursor }: Part<CoveredSeries>): SeriesPageJson {
  return {
    items: items.map(({ series, months }) => ({ ...seriesJson(series), months })),
    next_cursor: nextCursor,
  };
}

export function barPageJson({ key, instrument, asOf, bars, nextCursor }: BarPage): BarPageJson {
  return {
    ...key,
    instrument: instrument.id,
    as_of: asOf.toISOString(),
    items: bars.map(({ time, ...prices }) => ({ time: new Date(time).toISOString(), ...prices })),
    next_cursor: nextCursor,
  };
}

export function priceFetchJson(row: PriceFetchRow): PriceFetchJson {
  const { progress, result } = row;
  return {
    id: row.id,
    what: targetOf(row.request),
    kind: row.request.kind,
    state: row.state,
    asked_by: row.askedBy,
    asked_at: row.askedAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    finished_at: row.finishedAt?.toISOString() ?? null,
    progress: progress === null ? null : progressJson(progress),
    fetched: result?.fetched ?? [],
    failed: result?.failed ?? [],
    skipped: result?.skipped ?? [],
  };
}

function progressJson({
  series,
  ofSeries,
  symbol,
  timeframe,
  done,
  total,
  bars,
}: NonNullable<PriceFetchRow["progress"]>): NonNullable<PriceFetchJson["progress"]> {
  return { series, of_series: ofSeries, symbol, timeframe, done, total, bars };
}

export function priceFetchPageJson({ items, nextCursor }: Part<PriceFetchRow>): PriceFetchPageJson {
  return { items: items.map(priceFetchJson), next_cursor: nextCursor };
}
