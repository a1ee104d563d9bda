import type { Span, WalkForwardSpec } from "../../core/spec/study-spec.ts";
import { addSpan } from "../../core/time/span.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { BarRange } from "../../core/values/bar-range.ts";

/** How the data are cut; lengths by the calendar or in bars. */
export type WindowPlan = Pick<WalkForwardSpec, "inSample" | "outOfSample" | "step" | "anchored" | "gap">;

export interface WindowPair {
  /** In which a cell is chosen. */
  readonly inSample: BarRange;
  /** In which it is traded: `gap` bars after the other. */
  readonly outOfSample: BarRange;
}

/**
 * The windows of a plan, oldest first. Lengths by the calendar are counted from the first day of the data. A last window
 * without a full out-of-sample part is left out; one by the calendar is full when nothing but a pause, no longer than the
 * longest between two bars, lies between the last bar and its end. None when the data are too short.
 *
 * @param time start of each bar, milliseconds UTC, ascending
 */
export function walkForwardWindows(time: Float64Array, plan: WindowPlan): readonly WindowPair[] {
  const line = timeLine(time);
  const windows: WindowPair[] = [];
  const begin: Point = { bar: 0, timeMs: Math.floor((time[0] ?? 0) / DAY_MS) * DAY_MS };
  for (let number = 0; ; number++) {
    const from = number === 0 ? begin : line.after(begin, times(plan.step, number));
    const middle = from && line.after(from, plan.inSample);
    const end = middle && line.after(middle, plan.outOfSample);
    if (from === null || middle === null || end === null) return windows;
    const outOfSample = { from: middle.bar + plan.gap, to: end.bar + plan.gap };
    if (outOfSample.to > time.length) return windows;
    const inSample = { from: plan.anchored ? 0 : from.bar, to: middle.bar };
    // A part without a bar, such as a day in a pause, can neither choose nor trade.
    if (inSample.to > inSample.from && outOfSample.to > outOfSample.from) windows.push({ inSample, outOfSample });
  }
}

interface Point {
  readonly bar: number;
  readonly timeMs: number;
}

interface TimeLine {
  /** Null beyond the data. */
  after(point: Point, span: Span): Point | null;
}

function timeLine(time: Float64Array): TimeLine {
  const last = time.at(-1) ?? Number.NEGATIVE_INFINITY;
  let pause = 0;
  for (let bar = 1; bar < time.length; bar++) pause = Math.max(pause, (time[bar] ?? 0) - (time[bar - 1] ?? 0));
  return {
    after({ bar, timeMs }, span) {
      if (span.unit === "bars") {
        const next = bar + span.count;
        return next > time.length ? null : { bar: next, timeMs: time[next] ?? last + pause };
      }
      const next = addSpan(timeMs, span);
      return next > last + pause ? null : { bar: firstAtOrAfter(time, next), timeMs: next };
    },
  };
}

function times({ count, unit }: Span, factor: number): Span {
  return { count: count * factor, unit };
}

/** Index of the first bar at that time or later; the number of bars when there is none. */
function firstAtOrAfter(time: Float64Array, at: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((time[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
