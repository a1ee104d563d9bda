import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { RANGE_TOLERANCE } from "../../bars/clamp-range.ts";
import { amountProblem, priceProblem } from "../../bars/price-range.ts";
import { timeframeMs } from "../../bars/timeframe.ts";
import type { BarsRequest, SourceBar } from "../source.ts";
import { invalidAnswer } from "../source-error.ts";

/** Milliseconds of 1900 and of 2200: what lies outside is in another unit, or no time. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);
/** Sources round a span to days, months or years. What lies further away answers another question, or counts in seconds. */
const ROUNDING_MS = 400 * DAY_MS;

/**
 * The bars of one answer that lie in the span asked for, once all of them have been looked at: ascending, no two in the
 * time of one bar, prices above zero, high and low around open and close. Rounding between them is put right.
 *
 * @param source its name
 * @throws AppError SOURCE_ANSWER_INVALID naming the bar and what is wrong with it
 */
export function checkedBars(
  source: string,
  request: Pick<BarsRequest, "instrument" | "timeframe" | "from" | "to">,
  bars: readonly SourceBar[],
): readonly SourceBar[] {
  const nearest = shortestBarMs(request.timeframe);
  let previous = Number.NEGATIVE_INFINITY;
  for (const [index, bar] of bars.entries()) {
    const problem = barProblem(bar) ?? placeProblem(bar.time, request) ?? orderProblem(bar.time, previous, nearest);
    if (problem !== null) {
      const at = `${request.instrument}: bar ${index + 1} of the answer${placeOf(bar)}`;
      throw invalidAnswer(source, `${at}: ${problem}`);
    }
    previous = bar.time;
  }
  return bars.filter(({ time }) => time >= request.from && time < request.to).map(clamped);
}

/** Months have 28 days at least. */
function shortestBarMs(timeframe: string): number {
  const ms = timeframeMs(timeframe);
  return timeframe.endsWith("M") ? (ms / 31) * 28 : ms;
}

function placeOf({ time }: SourceBar): string {
  return isTime(time) ? ` (${new Date(time).toISOString()})` : "";
}

function isTime(time: number): boolean {
  return Number.isInteger(time) && time >= EARLIEST && time < LATEST;
}

function barProblem({ time, open, high, low, close, volume }: SourceBar): string | null {
  if (!isTime(time)) return `its time is no time in milliseconds (${String(time)})`;
  const price =
    priceProblem("open", open) ??
    priceProblem("high", high) ??
    priceProblem("low", low) ??
    priceProblem("close", close) ??
    amountProblem("volume", volume);
  if (price !== null) return price;
  const top = high * (1 + RANGE_TOLERANCE);
  const bottom = low * (1 - RANGE_TOLERANCE);
  if (Math.max(open, close, low) > top) return `high ${high} is below open ${open}, close ${close} or low ${low}`;
  if (Math.min(open, close) < bottom) return `low ${low} is above open ${open} or close ${close}`;
  return null;
}

function placeProblem(time: number, { from, to }: Pick<BarsRequest, "from" | "to">): string | null {
  if (time >= from - ROUNDING_MS && time < to + ROUNDING_MS) return null;
  return `it is far from what was asked for, ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
}

function orderProblem(time: number, previous: number, nearestMs: number): string | null {
  if (time === previous) return "it is there twice";
  if (time < previous) return `it comes after ${new Date(previous).toISOString()}: the order is not that of time`;
  return time - previous < nearestMs
    ? `it begins ${(time - previous) / 1000} seconds after the one before: these are bars of another time frame`
    : null;
}

function clamped(bar: SourceBar): SourceBar {
  const { open, high, low, close } = bar;
  return { ...bar, high: Math.max(high, open, close), low: Math.min(low, open, close) };
}
