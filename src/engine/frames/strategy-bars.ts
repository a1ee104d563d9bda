import { barSpan } from "../../core/time/bar-span.ts";
import type { BarRange } from "../../core/values/bar-range.ts";
import type { Bars } from "../bars.ts";
import { transformBars } from "../transform-bars.ts";
import { type BarClock, type BarRhythm, barClock } from "./bar-clock.ts";
import { framePeriods } from "./frame-periods.ts";
import { groupBars, type HigherBars, higherColumns } from "./higher-bars.ts";
import { cutHigherBars, cutSessionView } from "./range-frames.ts";
import { namedExtra } from "./session-columns.ts";
import { type SessionView, sessionView } from "./session-view.ts";

/** Bars as a strategy is given them. */
export interface StrategyBars extends Bars {
  /**
   * The bars of a higher time frame, computed once: minutes and hours below a day (`15m`, `4h`), `1d`, `1w`, `1M`, `3M`, `6M`, `12M`. At
   * no bar is any of them known before it has ended.
   *
   * @throws RangeError for a time frame that there is none of, or that these bars do not fit into
   */
  resample(timeframe: string): HigherBars;
  /** @throws Error when `data` of the DAG file names no `calendar` */
  readonly session: SessionView;
}

/** How the bars of a strategy lie in time, for whoever makes the same of them elsewhere. */
export interface BarsClock {
  readonly clock: BarClock;
  /** Length of a bar; absent: not known. */
  readonly timeframe?: string;
}

const CLOCK = Symbol("clock");

/** @param bars from the first one on: a part of them that goes on from others has no clock of its own */
export function clockOfBars(bars: StrategyBars): BarsClock {
  return (bars as unknown as { readonly [CLOCK]: () => BarsClock })[CLOCK]();
}

type Keep = <T extends Float64Array | Uint8Array>(column: T) => T;

export interface StrategyBarsOptions extends BarRhythm {
  /** Hears of each column when it is made, once. */
  readonly onColumn?: ((column: Float64Array | Uint8Array) => void) | undefined;
  /** In place of the bars' own: that of a panel, whose symbols have no bar at some of its times. */
  readonly clock?: () => BarClock;
}

/** What is computed from the bars waits until somebody asks for it, and is then the same for all cells. */
export function strategyBars(bars: Bars, options: StrategyBarsOptions): StrategyBars {
  const keep: Keep = (column) => (options.onColumn?.(column), column);
  const frames = new Map<string, HigherBars>();
  let clock: BarClock | null = null;
  let session: SessionView | null = null;
  const clockOf = (): BarClock => (clock ??= options.clock?.() ?? barClock(bars, options));
  return withFrames(bars, {
    resample(timeframe) {
      const known = frames.get(timeframe);
      if (known !== undefined) return known;
      const base = options.timeframe === undefined ? null : barSpan(options.timeframe);
      const made = higherBars(bars, {
        timeframe,
        clock: clockOf(),
        keep,
        periods: framePeriods(timeframe, clockOf(), base),
      });
      frames.set(timeframe, made);
      return made;
    },
    session() {
      if (!clockOf().hasCalendar) {
        throw new Error("bars.session needs a calendar: name one under data of the DAG file, such as calendar: XNYS");
      }
      return (session ??= sessionView(bars, clockOf(), keep));
    },
    clock: () => ({ clock: clockOf(), ...(options.timeframe !== undefined && { timeframe: options.timeframe }) }),
  });
}

/** Part of bars whose higher time frames and sessions go on from what was before it. */
export function rangeOfStrategyBars(history: StrategyBars, part: Bars, range: BarRange): StrategyBars {
  const frames = new Map<string, HigherBars>();
  let session: SessionView | null = null;
  return withFrames(part, {
    resample(timeframe) {
      const known = frames.get(timeframe) ?? cutHigherBars(history.resample(timeframe), range);
      frames.set(timeframe, known);
      return known;
    },
    session: () => (session ??= cutSessionView(history.session, range)),
  });
}

interface Frames {
  readonly resample: StrategyBars["resample"];
  readonly session: () => SessionView;
  /** Absent of a part: what it goes on from is not in it. */
  readonly clock?: () => BarsClock;
}

/** Not among the members that a spread or a loop sees: columns are. */
function withFrames(bars: Bars, { resample, session, clock }: Frames): StrategyBars {
  const { extra: all, ...columns } = bars;
  const extra = namedExtra(all);
  const view = { ...columns, ...(extra && { extra }) };
  return Object.freeze(
    Object.defineProperties(view, {
      resample: { value: resample },
      session: { get: session },
      ...(clock && { [CLOCK]: { value: clock } }),
    }),
  ) as StrategyBars;
}

interface Wanted {
  readonly timeframe: string;
  readonly clock: BarClock;
  readonly periods: ReturnType<typeof framePeriods>;
  readonly keep: Keep;
}

function higherBars(bars: Bars, { timeframe, clock, periods, keep }: Wanted): HigherBars {
  const { members, at } = groupBars(bars, clock, periods);
  const { extra: all, ...columns } = bars;
  const extra = namedExtra(all);
  const higher = transformBars(higherColumns({ ...columns, ...(extra && { extra }) }, members), keep);
  const laid = new WeakMap<Float64Array, Float64Array>();
  return Object.freeze({
    ...higher,
    timeframe,
    at: keep(at),
    onto(column: Float64Array): Float64Array {
      if (!(column instanceof Float64Array) || column.length !== members.length) {
        throw new TypeError(
          `onto takes a Float64Array with one value per bar of ${timeframe} (${members.length}), such as indicators.sma(higher.close, 20)`,
        );
      }
      const known = laid.get(column);
      if (known !== undefined) return known;
      const made = keep(at.map((index) => column[index] ?? Number.NaN));
      laid.set(column, made);
      return made;
    },
  });
}
