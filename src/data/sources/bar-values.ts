import { RANGE_TOLERANCE } from "../bars/clamp-range.ts";
import { amountProblem, priceProblem } from "../bars/price-range.ts";
import type { SourceBar } from "./source.ts";

/** What is wrong with the numbers of a bar, as half a sentence; null when high and low are around the others, but for rounding. */
export function valueProblem({ open, high, low, close, volume }: SourceBar): string | null {
  const problem =
    priceProblem("open", open) ??
    priceProblem("high", high) ??
    priceProblem("low", low) ??
    priceProblem("close", close) ??
    amountProblem("volume", volume);
  if (problem !== null) return problem;
  const top = high * (1 + RANGE_TOLERANCE);
  const bottom = low * (1 - RANGE_TOLERANCE);
  if (Math.max(open, close, low) > top) return `high ${high} is below open ${open}, close ${close} or low ${low}`;
  if (Math.min(open, close) < bottom) return `low ${low} is above open ${open} or close ${close}`;
  return null;
}

/** The same bar with what rounding has left of high and low put right. */
export function withoutRounding(bar: SourceBar): SourceBar {
  const { open, high, low, close } = bar;
  return { ...bar, high: Math.max(high, open, close), low: Math.min(low, open, close) };
}
