import { barEnd } from "../../data/bars/bar-end.ts";
import { timeframeMs } from "../../data/bars/timeframe.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { type Chunk, planChunks } from "../../data/sources/calls/plan-chunks.ts";
import { keepableBars, type KeepableBars } from "../../data/sources/keepable-bars.ts";
import type { Adjustment } from "../../data/sources/source.ts";
import type { RevisedBar } from "../../store/prices/bars.ts";
import type { Instrument } from "../../store/prices/instruments.ts";
import { missingSpans, type SeriesKey, type Span } from "../../store/prices/series.ts";
import type { FetchReport } from "./fetch-report.ts";
import type { IngestDeps, IngestWatch } from "./ingest-deps.ts";
import { keepPage } from "./keep-page.ts";
import type { OpenSource } from "./open-source.ts";

export interface SeriesRequest {
  readonly instrument: Instrument;
  readonly timeframe: string;
  /** Milliseconds UTC; `to` is exclusive. */
  readonly span: Span;
  /** Also what is known already, to find what the source says otherwise now. */
  readonly again?: boolean;
}

/** Bars that are asked for again before new ones, where the source revises. */
const OVERLAP_BARS = 5;
/** What a source has of the last days may be late: only what it gave of them counts as answered. */
const SETTLED_MS = 2 * DAY_MS;

interface Fetched extends Pick<FetchReport, "chunks" | "added" | "same" | "revised" | "refused"> {
  /** What the source was asked for, from the first to the last; null for nothing. */
  readonly asked: Span | null;
}

/**
 * Fetches what is missing of a span, chunk by chunk, each page kept with the note that it was answered. It goes on where an
 * earlier call ended, however it ended; hold the series (`withSeries`), so that nobody else asks for the same; what is there already is never asked for again but for an overlap, and never removed.
 *
 * @throws AppError SOURCE_…; the reason of the signal, after a whole page
 */
export async function fetchSeries(
  { instrument, timeframe, span, again = false }: SeriesRequest,
  opened: OpenSource,
  { deps, watch }: { readonly deps: IngestDeps; readonly watch: IngestWatch },
): Promise<Fetched> {
  const key: SeriesKey = { source: instrument.source, symbol: instrument.symbol, timeframe };
  const { database, clock } = deps;
  const asked = { from: span.from, to: Math.min(span.to, lastEnd(clock.now(), timeframe)) };
  const missing = again ? [asked] : asked.from < asked.to ? await missingSpans(database, key, asked) : [];
  const barMs = timeframeMs(timeframe);
  const { capabilities } = opened;
  const before = await Promise.all(
    missing.map(({ from }) => missingSpans(database, key, { from: from - barMs, to: from })),
  );
  const chunks = planChunks(
    missing.map((part, index) => ({ ...part, isTail: before[index]?.length === 0 })),
    { maxSpanMs: capabilities.maxSpanMs, barMs, overlapBars: capabilities.revises ? OVERLAP_BARS : 0 },
  );
  return fetchChunks(chunks, { key, instrument, opened, deps, watch });
}

interface ChunkWork {
  readonly key: SeriesKey;
  readonly instrument: Instrument;
  readonly opened: OpenSource;
  readonly deps: IngestDeps;
  readonly watch: IngestWatch;
}

async function fetchChunks(chunks: readonly Chunk[], work: ChunkWork): Promise<Fetched> {
  const { key, opened, watch } = work;
  const revised: RevisedBar[] = [];
  const refused: KeepableBars["refused"][number][] = [];
  let [added, same, bars] = [0, 0, 0];
  const tell = (done: number): void =>
    watch.onProgress?.({ symbol: key.symbol, timeframe: key.timeframe, done, total: chunks.length, bars });
  tell(0);
  for (const [index, chunk] of chunks.entries()) {
    if (index > 0) await opened.wait(opened.capabilities.chunkPauseMs ?? 0);
    for await (const page of pagesOf(chunk, work)) {
      added += page.added;
      same += page.same;
      revised.push(...page.revised);
      refused.push(...page.refused);
      bars += page.added + page.same + page.revised.length;
      tell(index);
      watch.signal.throwIfAborted();
    }
    tell(index + 1);
  }
  const [first, last] = [chunks[0], chunks.at(-1)];
  const asked = first === undefined || last === undefined ? null : { from: first.from, to: last.to };
  return { chunks: chunks.length, asked, added, same, revised, refused };
}

async function* pagesOf(chunk: Chunk, { key, instrument, opened, deps }: ChunkWork) {
  const { source, context } = opened;
  const { timeframe } = key;
  const adjustment = instrument.adjustment as Adjustment;
  const now = deps.clock.now();
  const request = { instrument: instrument.id, timeframe, ...chunk, adjustment, cursor: null };
  let answeredTo = chunk.from;
  for await (const page of source.bars(request, { ...context, now })) {
    const { bars, refused } = keepableBars(page.bars, chunk, { timeframe, now });
    const last = bars.at(-1);
    const isWhole = page.next === null && chunk.to <= now.getTime() - Math.max(SETTLED_MS, 2 * timeframeMs(timeframe));
    const to = isWhole ? chunk.to : last === undefined ? answeredTo : Math.min(chunk.to, barEnd(last.time, timeframe));
    const span = to > answeredTo ? { from: answeredTo, to } : null;
    const merged = await keepPage(
      deps.database,
      { instrument, timeframe },
      { bars, derived: page.derived ?? null, span },
    );
    answeredTo = Math.max(answeredTo, to);
    yield { ...merged, refused };
  }
}

/** The end of the last bar that is over, for bars that begin at multiples of their length. */
function lastEnd(now: Date, timeframe: string): number {
  const barMs = timeframeMs(timeframe);
  return barMs >= 5 * DAY_MS ? now.getTime() : Math.floor(now.getTime() / barMs) * barMs;
}
