import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { timeframeMs } from "../../../data/bars/timeframe.ts";
import { dataNotes } from "../../../data/notes/data-notes.ts";
import { formatTime } from "../../../data/bars/format-time.ts";
import { type ListedSeries, listSeries, type SeriesFilter } from "../../../store/prices/list-series.ts";
import { type BarColumns, readBarsAsOf } from "../../../store/prices/read-bars.ts";
import type { IngestDeps } from "../ingest-deps.ts";

/** `note` is odd, and possible all the same. */
export const PRICE_PROBLEMS = ["gap", "not_covered", "off_grid", "no_bars", "note"] as const;
export type PriceProblemKind = (typeof PRICE_PROBLEMS)[number];

export interface PriceProblem {
  readonly kind: PriceProblemKind;
  readonly text: string;
}

export interface VerifiedSeries {
  readonly series: ListedSeries;
  readonly problems: readonly PriceProblem[];
}

/**
 * Holds the rows of every series against what is known of it: spans that were never asked for between two that were, rows where nothing was
 * answered, bars that begin where none can, and gaps. That a bar is there twice or contradicts itself, the table refuses.
 */
export async function verifyPrices(
  filter: SeriesFilter,
  { database }: Pick<IngestDeps, "database">,
): Promise<readonly VerifiedSeries[]> {
  const verified: VerifiedSeries[] = [];
  for (const series of await listSeries(database, filter)) {
    const bars = series.knownAt === null ? null : await readBarsAsOf(database, series, series.knownAt);
    verified.push({ series, problems: bars === null ? [noBars(series)] : problemsOf(series, bars) });
  }
  return verified;
}

function problemsOf(series: ListedSeries, bars: BarColumns): readonly PriceProblem[] {
  return [...holesOf(series), ...uncovered(series, bars), ...offGrid(series, bars), ...oddities(series, bars)];
}

function noBars({ symbol, timeframe }: ListedSeries): PriceProblem {
  return { kind: "no_bars", text: `${symbol} ${timeframe}: the source has answered, and there is no bar` };
}

/** Between two spans that were asked for. */
function holesOf({ symbol, covered }: ListedSeries): readonly PriceProblem[] {
  return covered.slice(1).map(({ from }, index) => {
    const [begin, end] = [covered[index]?.to ?? from, from];
    return { kind: "gap", text: `${symbol}: ${formatTime(begin)} … ${formatTime(end - 1)} was never asked for` };
  });
}

function uncovered({ symbol, covered }: ListedSeries, { time }: BarColumns): readonly PriceProblem[] {
  let part = 0;
  let count = 0;
  let first: number | null = null;
  for (const at of time) {
    while (part < covered.length && at >= (covered[part]?.to ?? at)) part++;
    if (at >= (covered[part]?.from ?? Number.POSITIVE_INFINITY)) continue;
    count++;
    first ??= at;
  }
  return first === null
    ? []
    : [
        {
          kind: "not_covered",
          text: `${symbol}: ${count} bars lie where the source has answered nothing, the first on ${formatTime(first)}`,
        },
      ];
}

function offGrid({ symbol, timeframe }: ListedSeries, { time }: BarColumns): readonly PriceProblem[] {
  const barMs = timeframeMs(timeframe);
  const gridMs = barMs > DAY_MS ? DAY_MS : barMs;
  const odd = time.filter((at) => at % gridMs !== 0);
  const [first] = odd;
  return first === undefined
    ? []
    : [
        {
          kind: "off_grid",
          text: `${symbol}: ${odd.length} bars of ${timeframe} do not begin at multiples of it, the first at ${new Date(first).toISOString()}`,
        },
      ];
}

function oddities({ symbol, timeframe }: ListedSeries, bars: BarColumns): readonly PriceProblem[] {
  const asked = { startDate: null, endDate: null };
  return dataNotes({ bars: [{ symbol, ...bars }], timeframe, asked }).map(({ text }) => ({ kind: "note", text }));
}
