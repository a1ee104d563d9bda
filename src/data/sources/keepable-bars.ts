import { barEnd } from "../bars/bar-end.ts";
import { RANGE_TOLERANCE } from "../bars/clamp-range.ts";
import { amountProblem, priceProblem } from "../bars/price-range.ts";
import type { SourceBar } from "./source.ts";

export interface KeepableBars {
  /** Ascending, each time once. */
  readonly bars: readonly SourceBar[];
  /** Bars that are none: why, and of the first its time. */
  readonly refused: readonly { readonly time: number; readonly problem: string }[];
}

/**
 * What of a page is kept: bars of the span that are over. Of two for one time the later counts. A bar that contradicts
 * itself is left out and said: one of them must not hold up all others for ever.
 *
 * @param span milliseconds UTC of the opening; `to` is exclusive
 */
export function keepableBars(
  page: readonly SourceBar[],
  span: { readonly from: number; readonly to: number },
  { timeframe, now }: { readonly timeframe: string; readonly now: Date },
): KeepableBars {
  const bars = new Map<number, SourceBar>();
  const refused: { readonly time: number; readonly problem: string }[] = [];
  for (const bar of page) {
    const { time } = bar;
    if (!(time >= span.from && time < span.to) || barEnd(time, timeframe) > now.getTime()) continue;
    const problem = barProblem(bar);
    if (problem === null) bars.set(time, clamped(bar));
    else refused.push({ time, problem });
  }
  return { bars: [...bars.values()].sort((a, b) => a.time - b.time), refused };
}

function barProblem({ time, open, high, low, close, volume }: SourceBar): string | null {
  if (!Number.isSafeInteger(time)) return `its time is ${time}, in milliseconds`;
  const problem =
    priceProblem("open", open) ??
    priceProblem("high", high) ??
    priceProblem("low", low) ??
    priceProblem("close", close) ??
    amountProblem("volume", volume);
  if (problem !== null) return problem;
  if (Math.max(open, close, low) > high * (1 + RANGE_TOLERANCE))
    return `its high ${high} is below another of its prices`;
  if (Math.min(open, close) < low * (1 - RANGE_TOLERANCE)) return `its low ${low} is above its open or close`;
  return null;
}

function clamped(bar: SourceBar): SourceBar {
  const { open, high, low, close } = bar;
  return { ...bar, high: Math.max(high, open, close), low: Math.min(low, open, close) };
}
