import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withSessions } from "../../../src/data/beside/market-sessions.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { strategyBars } from "../../../src/engine/frames/strategy-bars.ts";
import { strategyPanel } from "../../../src/engine/frames/strategy-panel.ts";
import { indicatorCache } from "../../../src/engine/indicators/indicator-cache.ts";
import { cutBars } from "../../../src/engine/lookahead/cut-bars.ts";
import { examineStrategy } from "../../../src/engine/lookahead/examine-strategy.ts";
import { alignBars } from "../../../src/engine/panel/panel.ts";
import { defineBarStrategy, defineStrategy, type Strategy } from "../../../src/engine/strategy.ts";
import { DAY_MS, settingsOf, sp500 } from "../support/sample-bars.ts";

const FRAMES: Readonly<Record<string, readonly string[]>> = {
  "15m": ["15m", "30m", "1h", "4h", "1d", "1w", "1M"],
  "1h": ["1h", "3h", "1d", "1w"],
  "1d": ["1d", "1w", "1M", "3M", "12M"],
};
const START = Date.UTC(2024, 2, 4);

/** Bars at some of the places of a grid, also at night and at weekends. */
function arbitraryBars(stepMs: number): fc.Arbitrary<Bars> {
  return fc
    .uniqueArray(fc.record({ place: fc.nat(500), price: fc.integer({ min: 1, max: 99 }) }), {
      selector: ({ place }) => place,
      minLength: 3,
      maxLength: 120,
    })
    .map((rows) => {
      const sorted = rows.toSorted((a, b) => a.place - b.place);
      const price = Float64Array.from(sorted, (row) => row.price);
      return {
        symbol: "X",
        time: Float64Array.from(sorted, ({ place }) => START + place * stepMs),
        open: price,
        high: price.map((own) => own + 1),
        low: price.map((own) => own - 0.5),
        close: price,
        volume: price,
      };
    });
}

const arbitraryCase = fc
  .constantFrom(["15m", 15 * 60_000] as const, ["1h", 3_600_000] as const, ["1d", DAY_MS] as const)
  .chain(([timeframe, stepMs]) =>
    fc.record({
      timeframe: fc.constant(timeframe),
      bars: arbitraryBars(stepMs),
      other: arbitraryBars(stepMs),
      calendar: fc.constantFrom(undefined, "24/7", "XNYS", "XTKS", "CMES"),
      zone: fc.constantFrom(undefined, "America/New_York"),
      frame: fc.constantFrom(...(FRAMES[timeframe] ?? [])),
      cut: fc.nat(),
    }),
  );
type Case = typeof arbitraryCase extends fc.Arbitrary<infer T> ? T : never;

/** Null when no bar is in a session, which is refused. */
function within({ bars, timeframe, calendar }: Pick<Case, "bars" | "timeframe" | "calendar">): Bars | null {
  try {
    return withSessions([bars], { timeframe, ...(calendar !== undefined && { calendar }) }).bars[0] ?? null;
  } catch {
    return null;
  }
}

function rhythm({ timeframe, zone }: Pick<Case, "timeframe" | "zone">) {
  const session = zone === undefined || timeframe === "1d" ? {} : { session: { timezone: zone, endMinutes: 1020 } };
  return { timeframe, ...session };
}

describe("higher time frames and sessions", () => {
  it("say the same of a bar, bit for bit, whatever comes after it", () => {
    fc.assert(
      fc.property(arbitraryCase, (given) => {
        const bars = within(given);
        fc.pre(bars !== null);
        const known = 1 + (given.cut % (bars.time.length - 1));
        const end = bars.time[known] ?? Number.POSITIVE_INFINITY;
        const then = cutBars(bars, Number.NEGATIVE_INFINITY, end);
        const columns = (own: Bars): readonly Float64Array[] => {
          const told = strategyBars(own, rhythm(given));
          const higher = told.resample(given.frame);
          const range = given.calendar === undefined ? null : told.session.openingRange(45);
          return [
            ...[higher.high, higher.low, higher.close, higher.volume, higher.time].map((column) => higher.onto(column)),
            ...(range === null ? [] : [range.high, range.low, told.session.vwap(), told.session.minutesToClose]),
          ].map((column) => column.slice(0, known));
        };
        expect(columns(then)).toEqual(columns(bars));
      }),
      { numRuns: 400 },
    );
  });

  it("give at each bar a whole higher bar, which ended no later than that bar", () => {
    fc.assert(
      fc.property(arbitraryCase, (given) => {
        const bars = within(given);
        fc.pre(bars !== null);
        const higher = strategyBars(bars, rhythm(given)).resample(given.frame);
        for (const [bar, index] of higher.at.entries()) {
          const earlier = higher.at[bar - 1] ?? Number.NaN;
          if (Number.isNaN(index)) expect(earlier).toBeNaN();
          else expect(index).toBeGreaterThanOrEqual(Number.isNaN(earlier) ? 0 : earlier);
          if (!Number.isNaN(index)) expect(higher.time[index]).toBeLessThanOrEqual(bars.time[bar] ?? 0);
        }
        expect(higher.time.every((start, index) => index === 0 || start > (higher.time[index - 1] ?? 0))).toBe(true);
        expect(higher.at.at(-1)).toEqual(higher.time.length === 0 ? Number.NaN : higher.time.length - 1);
      }),
    );
  });

  it("of a symbol in a panel are those of the symbol alone, known no later", () => {
    fc.assert(
      fc.property(arbitraryCase, (given) => {
        const bars = within(given);
        const other = within({ ...given, bars: { ...given.other, symbol: "Y" } });
        fc.pre(bars !== null && other !== null);
        const panel = strategyPanel(alignBars([bars, other]), rhythm(given));
        const wide = panel.bars[0]?.resample(given.frame);
        const alone = strategyBars(bars, rhythm(given)).resample(given.frame);
        expect([...(wide?.close ?? [])].slice(0, alone.close.length)).toEqual([...alone.close]);
        expect([...(wide?.time ?? [])].slice(0, alone.time.length)).toEqual([...alone.time]);
        for (const [bar, time] of bars.time.entries()) {
          // The end of a week may be shown by a bar that another symbol has in its last session.
          const [shared = -1, own = -1] = [wide?.at[panel.time.indexOf(time)], alone.at[bar]].map(indexOrNone);
          expect(shared).toBeGreaterThanOrEqual(own);
          expect(wide?.time[shared] ?? 0).toBeLessThanOrEqual(time);
        }
      }),
    );
  });
});

function indexOrNone(index = Number.NaN): number {
  return Number.isNaN(index) ? -1 : index;
}

/** Weeks put together by hand, from all bars: the last one of a week is read before it is there. */
function weekCloses(time: Float64Array, close: Float64Array): Float64Array {
  const weekOf = (bar: number): number => Math.floor(((time[bar] ?? 0) / DAY_MS + 3) / 7);
  const last = new Map<number, number>();
  for (let bar = 0; bar < time.length; bar++) last.set(weekOf(bar), close[bar] ?? 0);
  return Float64Array.from(time, (_, bar) => last.get(weekOf(bar)) ?? Number.NaN);
}

function examined(strategy: Strategy) {
  const settings = settingsOf({ timeframe: "1d" });
  return examineStrategy({ strategy, bars: [sp500()], settings, cells: [{}], cuts: 24 });
}

describe("check lookahead", () => {
  it("notices a week that is read by hand before it is over, of a strategy that acts bar by bar and rarely", () => {
    const repaints = defineBarStrategy({
      name: "repaints",
      params: {},
      prepare: ({ bars }) => weekCloses(bars.time, bars.close),
      onBar({ bar, bars, broker, prepared: week }) {
        const rises = (week[bar] ?? 0) > 1.07 * (bars.close[bar - 5] ?? Number.NaN);
        if (broker.position === 0 && rises) broker.buy();
        else if (broker.position > 0 && bar % 60 === 0) broker.close();
      },
    });
    expect(examined(repaints).leak).toMatchObject({ isUnstable: false });
  });

  it("notices it in rare signals too, and finds nothing in the same strategy with bars.resample", () => {
    const rare = (week: Float64Array, close: Float64Array): Uint8Array =>
      Uint8Array.from(week, (own, bar) => (own > 1.07 * (close[bar - 5] ?? Number.NaN) ? 1 : 0));
    const byHand = defineStrategy({
      name: "by_hand",
      params: {},
      signals: ({ bars }) => ({
        entries: rare(weekCloses(bars.time, bars.close), bars.close),
        exits: new Uint8Array(bars.close.length),
      }),
    });
    const ended = defineStrategy({
      name: "ended",
      params: {},
      signals({ bars, indicators }) {
        const weeks = bars.resample("1w");
        const average = weeks.onto(indicators.sma(weeks.close, 4));
        return { entries: rare(average, bars.close), exits: rare(weeks.onto(weeks.low), bars.close) };
      },
    });
    expect(examined(byHand).leak).toMatchObject({ column: "entries", isUnstable: false });
    expect(examined(ended).leak).toBeNull();
  });
});

describe("bars.resample", () => {
  const bars = sp500();
  const told = strategyBars(bars, { timeframe: "1d" });

  it("is computed once, and lays each column over the bars once", () => {
    const weeks = told.resample("1w");
    expect(told.resample("1w")).toBe(weeks);
    expect(weeks.onto(weeks.close)).toBe(weeks.onto(weeks.close));
    const indicators = indicatorCache();
    expect(indicators.sma(weeks.close, 3)).toHaveLength(weeks.close.length);
  });

  it("refuses frames that there are none of, and bars that do not fit", () => {
    for (const frame of ["2d", "1y", "5w", "2M", "0m", "90h", "", "1w ", "__proto__", "1w\0", "9".repeat(5000)]) {
      expect(() => told.resample(frame), frame.slice(0, 20)).toThrow(/bars\.resample takes minutes or hours/);
    }
    expect(() => told.resample(7 as unknown as string)).toThrow("not number");
    expect(() => told.resample("4h")).toThrow("Bars of 1d do not fit into bars of 4h");
    expect(() => strategyBars(bars, { timeframe: "1w" }).resample("1M")).toThrow("Bars of 1w do not fit");
    expect(() => strategyBars(bars, { timeframe: "7m" }).resample("1h")).toThrow("Bars of 7m do not fit");
    expect(() => told.resample("1w").onto(bars.close)).toThrow("one value per bar of 1w");
  });

  it("leaves no session where there is no calendar, and says how to name one", () => {
    expect(() => told.session).toThrow("name one under data of the DAG file, such as calendar: XNYS");
    expect({ ...told, symbol: "copy" }.symbol).toBe("copy");
  });

  it("has no bar in empty bars", () => {
    const none = cutBars(bars, 0, 0);
    const weeks = strategyBars(none, { timeframe: "1d" }).resample("1w");
    expect([weeks.close.length, weeks.at.length]).toEqual([0, 0]);
  });
});
