import { dataNotes } from "../../data/notes/data-notes.ts";
import { readBarsAsOf, readKnownAt } from "../../store/prices/read-bars.ts";
import type { SeriesKey, Span } from "../../store/prices/series.ts";
import type { IngestDeps } from "./ingest-deps.ts";

/** What is odd about the bars of a span as they are stored, gaps above all, a sentence each. */
export async function seriesNotes(
  key: SeriesKey,
  { from, to }: Span,
  { database }: Pick<IngestDeps, "database">,
): Promise<readonly string[]> {
  const knownAt = await readKnownAt(database, key);
  if (knownAt === null) return [`${key.symbol}: the source has no bars of this span`];
  const all = await readBarsAsOf(database, key, knownAt);
  const first = all.time.findIndex((time) => time >= from);
  const end = all.time.findLastIndex((time) => time < to) + 1;
  if (first < 0 || first >= end) return [`${key.symbol}: the source has no bars of this span`];
  const cut = (column: Float64Array): Float64Array => column.subarray(first, end);
  const bars = {
    symbol: key.symbol,
    time: cut(all.time),
    open: cut(all.open),
    high: cut(all.high),
    low: cut(all.low),
    close: cut(all.close),
    volume: cut(all.volume),
  };
  const asked = { startDate: null, endDate: null };
  return dataNotes({ bars: [bars], timeframe: key.timeframe, asked }).map(({ text }) => text);
}
