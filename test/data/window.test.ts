import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocateBars } from "../../src/data/bars/allocate-bars.ts";
import { cutBars } from "../../src/data/cut-bars.ts";
import { resolveWindow } from "../../src/data/resolve-window.ts";
import type { Bars } from "../../src/engine/bars.ts";

const DAY_MS = 86_400_000;

/** One bar every `everyMs` from 2020-01-01, the close its number. */
function barsEvery(everyMs: number, count: number): Bars {
  const bars = allocateBars({ symbol: "ABC", bars: count });
  for (let index = 0; index < count; index++) {
    bars.time[index] = Date.UTC(2020, 0, 1) + index * everyMs;
    bars.close[index] = index;
  }
  return bars;
}

const HUNDRED_DAYS = barsEvery(DAY_MS, 100);

describe("cutBars", () => {
  it("keeps both ends of the window", () => {
    const cut = cutBars(HUNDRED_DAYS, { startDate: "2020-01-03", endDate: "2020-01-05" });
    expect([...cut.close]).toEqual([2, 3, 4]);
  });

  it("keeps all bars of the last day when there are many in a day", () => {
    const cut = cutBars(barsEvery(DAY_MS / 24, 72), { startDate: "2020-01-02", endDate: "2020-01-02" });
    expect([...cut.close]).toEqual(Array.from({ length: 24 }, (_, hour) => 24 + hour));
  });

  it("is open where a date is null, and takes dates beyond the data", () => {
    expect(cutBars(HUNDRED_DAYS, { startDate: null, endDate: null }).close).toHaveLength(100);
    expect(cutBars(HUNDRED_DAYS, { startDate: "1990-01-01", endDate: "2050-01-01" }).close).toHaveLength(100);
    expect(cutBars(HUNDRED_DAYS, { startDate: "2020-04-09", endDate: null }).close[0]).toBe(99);
  });

  it("cuts dividends where there are some", () => {
    const dividend = Float64Array.from({ length: 100 }, (_, index) => index / 4);
    const window = { startDate: "2020-01-03", endDate: "2020-01-05" };
    expect([...(cutBars({ ...HUNDRED_DAYS, dividend }, window).dividend ?? [])]).toEqual([0.5, 0.75, 1]);
    expect(cutBars(HUNDRED_DAYS, window)).not.toHaveProperty("dividend");
  });

  it("copies nothing", () => {
    const cut = cutBars(HUNDRED_DAYS, { startDate: "2020-01-03", endDate: "2020-01-05" });
    expect(cut.volume.buffer).toBe(HUNDRED_DAYS.volume.buffer);
  });

  it.each([
    ["2020-04-10", null, "ABC has no bars from 2020-04-10"],
    [null, "2019-12-31", "ABC has no bars to 2019-12-31"],
    ["2021-01-01", "2021-12-31", "ABC has no bars from 2021-01-01 to 2021-12-31"],
    ["2020-03-01", "2020-02-01", "ABC has no bars from 2020-03-01 to 2020-02-01"],
  ])("says which bars there are when %s … %s holds none", (startDate, endDate, message) => {
    expect(errorOf(() => cutBars(HUNDRED_DAYS, { startDate, endDate }))).toMatchObject({
      code: "DATA_RANGE_EMPTY",
      message,
      hint: expect.stringContaining("There are 100, from 2020-01-01 to 2020-04-09."),
    });
  });

  it("finds what a plain filter finds", () => {
    const day = fc.integer({ min: -20, max: 120 }).map((offset) => Date.UTC(2020, 0, 1) + offset * DAY_MS);
    fc.assert(
      fc.property(day, day, (one, two) => {
        const [start, end] = [Math.min(one, two), Math.max(one, two)];
        const expected = [...HUNDRED_DAYS.close].filter((_, index) => {
          const time = HUNDRED_DAYS.time[index] ?? 0;
          return time >= start && time <= end;
        });
        fc.pre(expected.length > 0);
        const [startDate, endDate] = [start, end].map((time) => new Date(time).toISOString().slice(0, 10));
        const cut = cutBars(HUNDRED_DAYS, { startDate: startDate ?? null, endDate: endDate ?? null });
        expect([...cut.close]).toEqual(expected);
      }),
    );
  });
});

function errorOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe("resolveWindow", () => {
  const LOGICAL_DATE = new Date("2020-04-17T07:30:00Z");

  it("leaves dates that are named alone", () => {
    const window = { startDate: "2000-01-03", endDate: "2030-12-31", lookbackMs: null };
    expect(resolveWindow(window, LOGICAL_DATE)).toEqual({ startDate: "2000-01-03", endDate: "2030-12-31" });
  });

  it("closes an open end at the last whole day before the logical date", () => {
    const window = { startDate: "2000-01-03", endDate: null, lookbackMs: null };
    expect(resolveWindow(window, LOGICAL_DATE)).toEqual({ startDate: "2000-01-03", endDate: "2020-04-16" });
    expect(resolveWindow(window, new Date("2020-04-17T00:00:00Z")).endDate).toBe("2020-04-16");
    expect(resolveWindow(window, new Date("2020-04-17T23:59:59Z")).endDate).toBe("2020-04-16");
  });

  it("counts a lookback in whole days from there", () => {
    const window = { startDate: null, endDate: null, lookbackMs: 30 * DAY_MS };
    expect(resolveWindow(window, LOGICAL_DATE)).toEqual({ startDate: "2020-03-18", endDate: "2020-04-16" });
    const cut = cutBars(HUNDRED_DAYS, resolveWindow(window, new Date("2020-03-01T05:00:00Z")));
    expect(cut.close).toHaveLength(30);
  });

  it("counts a lookback from the end date when there is one", () => {
    const window = { startDate: null, endDate: "2020-01-31", lookbackMs: 7 * DAY_MS };
    expect(resolveWindow(window, LOGICAL_DATE)).toEqual({ startDate: "2020-01-25", endDate: "2020-01-31" });
  });
});
