import { barEnd } from "../bars/bar-end.ts";
import { valueProblem, withoutRounding } from "./bar-values.ts";
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
    if (problem === null) bars.set(time, withoutRounding(bar));
    else refused.push({ time, problem });
  }
  return { bars: [...bars.values()].sort((a, b) => a.time - b.time), refused };
}

function barProblem(bar: SourceBar): string | null {
  if (!Number.isSafeInteger(bar.time)) return `its time is ${bar.time}, in milliseconds`;
  return valueProblem(bar);
}
