import { parseAnswer } from "../answers/answer-text.ts";
import { checkedBars } from "../answers/checked-bars.ts";
import { numberOf } from "../answers/read-value.ts";
import type { BarsRequest, SourceBar, SourceContext } from "../source.ts";
import { invalidAnswer } from "../source-error.ts";
import { addressOf, BINANCE, NAME } from "./binance-settings.ts";

/** Bars of a request; 1,000 weigh as much as one. */
export const BARS_PER_REQUEST = 1000;

/** Bars, and up to when they are all there, in milliseconds. */
export interface BinancePage {
  readonly bars: readonly SourceBar[];
  readonly until: number;
}

/**
 * One answer of `/api/v3/klines`, from `at` on: as many bars as it gives, up to the end of the request.
 *
 * @throws AppError SOURCE_…
 */
export async function klinesPage(at: number, request: BarsRequest, context: SourceContext): Promise<BinancePage> {
  const query = new URLSearchParams({
    symbol: request.instrument,
    interval: request.timeframe,
    startTime: String(at),
    endTime: String(request.to - 1),
    limit: String(BARS_PER_REQUEST),
  });
  const url = `${addressOf(BINANCE.api, context)}/api/v3/klines?${query.toString()}`;
  const rows = parseAnswer(NAME, await context.get({ url }));
  if (!Array.isArray(rows)) throw invalidAnswer(NAME, `${request.instrument}: its bars are no list`);
  const bars = checkedBars(NAME, { ...request, from: at }, rows.map(barOf));
  const isLast = rows.length < BARS_PER_REQUEST;
  return { bars, until: isLast ? request.to : (bars.at(-1)?.time ?? request.to) + 1 };
}

/** The last millisecond count that is one; what is above counts in microseconds, as archives do since 2025-01-01. */
const LARGEST_MS = 1e14;

/**
 * Opening time, four prices and volume, of the twelve values of a row, be they texts or numbers.
 *
 * @see https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
 */
export function barOf(row: unknown): SourceBar {
  const [time, open, high, low, close, volume] = (Array.isArray(row) ? row : []) as readonly unknown[];
  const told = numberOf(time);
  return {
    time: told > LARGEST_MS ? told / 1000 : told,
    open: numberOf(open),
    high: numberOf(high),
    low: numberOf(low),
    close: numberOf(close),
    volume: numberOf(volume),
  };
}
