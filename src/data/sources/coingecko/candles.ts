import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { parseAnswer } from "../answers/answer-text.ts";
import { numberOf } from "../answers/read-value.ts";
import { invalidAnswer } from "../source-error.ts";
import type { SourceAnswer, SourceBar } from "../source.ts";

/** How many days `/ohlc` may be asked for, and the length of its candles then, which it decides by itself. */
const WIDTHS = {
  "30m": { days: [1], ms: 30 * 60_000 },
  "4h": { days: [7, 14, 30], ms: 4 * 3_600_000 },
  "4d": { days: [90, 180, 365], ms: 4 * DAY_MS },
} as const satisfies Record<string, { readonly days: readonly number[]; readonly ms: number }>;

export type CandleTimeframe = keyof typeof WIDTHS;

export function isCandleTimeframe(timeframe: string): timeframe is CandleTimeframe {
  return Object.hasOwn(WIDTHS, timeframe);
}

/** The fewest days that reach back so far; the most that there are where none does. */
export function candleDays(timeframe: CandleTimeframe, backMs: number): number {
  const { days } = WIDTHS[timeframe];
  return days.find((each) => each * DAY_MS >= backMs) ?? longestDays(timeframe);
}

export function longestDays(timeframe: CandleTimeframe): number {
  return WIDTHS[timeframe].days.at(-1) ?? 1;
}

/**
 * The candles of `/ohlc`, which are stamped with their close. One that is not over has another distance to the one before it, and is
 * left out; any other distance says that the candles are of another length than was asked for.
 *
 * @throws AppError SOURCE_ANSWER_INVALID
 */
export function candles(source: string, answer: SourceAnswer, timeframe: CandleTimeframe): readonly SourceBar[] {
  const body = parseAnswer(source, answer);
  if (!Array.isArray(body)) throw invalidAnswer(source, "the candles are no list");
  const { ms } = WIDTHS[timeframe];
  const all = (body as readonly unknown[]).map((row) => candleOf(source, row, ms));
  const bars = all.filter(
    ({ time }, index) => index === 0 || index < all.length - 1 || (time - (all[index - 1]?.time ?? 0)) % ms === 0,
  );
  for (const [index, { time }] of bars.entries()) {
    const distance = time - (bars[index - 1]?.time ?? time - ms);
    if (distance > 0 && distance % ms === 0) continue;
    const hours = distance / 3_600_000;
    throw invalidAnswer(source, `candles of ${timeframe} were asked for, and two of them are ${hours} hours apart`);
  }
  refuseLonger(source, bars, { timeframe, ms });
  return bars;
}

/** Now and then one is missing; when most are, they are longer ones. */
function refuseLonger(
  source: string,
  bars: readonly SourceBar[],
  { timeframe, ms }: { readonly timeframe: string; readonly ms: number },
): void {
  const [first, last] = [bars[0]?.time ?? 0, bars.at(-1)?.time ?? 0];
  if (bars.length < 2 || (last - first) / ms < 2 * bars.length) return;
  const usual = Math.round((last - first) / (bars.length - 1) / 3_600_000);
  throw invalidAnswer(source, `candles of ${timeframe} were asked for, and these are about ${usual} hours apart`);
}

function candleOf(source: string, row: unknown, ms: number): SourceBar {
  const cells = Array.isArray(row) ? (row as readonly unknown[]).map(numberOf) : [];
  const [closeAt = Number.NaN, open = Number.NaN, high = Number.NaN, low = Number.NaN, close = Number.NaN] = cells;
  if (!Number.isSafeInteger(closeAt)) throw invalidAnswer(source, "there is a candle without a time in milliseconds");
  return { time: closeAt - ms, open, high, low, close, volume: 0 };
}
