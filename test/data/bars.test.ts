import { describe, expect, it } from "vitest";
import { adjustBars } from "../../src/data/bars/adjust-bars.ts";
import { allocateBars } from "../../src/data/bars/allocate-bars.ts";
import { barWarnings } from "../../src/data/bars/bar-warnings.ts";
import { barsPerYear } from "../../src/core/time/bars-per-year.ts";
import type { Bars } from "../../src/engine/bars.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A Monday. */
const START = Date.UTC(2020, 0, 6);

/** Open and close climb, so that no bar opens at the previous close. */
function barsAt(times: readonly number[]): Bars {
  const bars = allocateBars({ symbol: "ABC", bars: times.length });
  bars.time.set(times);
  bars.open.set(times.map((_, index) => 10 + index));
  bars.close.set(times.map((_, index) => 10.5 + index));
  return bars;
}

function days(count: number, keep: (weekday: number) => boolean = () => true): readonly number[] {
  return Array.from({ length: count }, (_, day) => START + day * DAY_MS).filter((time) =>
    keep(new Date(time).getUTCDay()),
  );
}

const isWeekday = (weekday: number): boolean => weekday >= 1 && weekday <= 5;

describe("barsPerYear", () => {
  it.each([
    ["trading days", days(60, isWeekday), 252],
    ["every day", days(60), 365],
    [
      "every hour of every day",
      days(30).flatMap((day) => Array.from({ length: 24 }, (_, hour) => day + hour * HOUR_MS)),
      8760,
    ],
    [
      "7 hours a trading day",
      days(30, isWeekday).flatMap((day) => Array.from({ length: 7 }, (_, hour) => day + (14 + hour) * HOUR_MS)),
      1764,
    ],
    ["weeks", Array.from({ length: 30 }, (_, week) => START + week * 7 * DAY_MS), 52],
    ["months", Array.from({ length: 30 }, (_, month) => Date.UTC(2020, month, 1)), 12],
    ["one bar", [START], 252],
    ["nothing", [], 252],
  ])("is guessed from the times: %s", (_, times, expected) => {
    expect(barsPerYear(barsAt(times))).toBe(expected);
  });
});

describe("barWarnings", () => {
  it("is silent over weekends and holidays", () => {
    expect(barWarnings(barsAt(days(60, isWeekday)), "1d")).toEqual([]);
    expect(barWarnings(barsAt([START, START + 8 * DAY_MS]), "1d")).toEqual([]);
  });

  it("names a gap of more than seven days", () => {
    expect(barWarnings(barsAt([START, START + 9 * DAY_MS]), "1d")).toEqual([
      "ABC: 8 days without a bar between 2020-01-06 and 2020-01-15",
    ]);
  });

  it("knows how far apart longer bars lie", () => {
    const months = barsAt(Array.from({ length: 12 }, (_, month) => Date.UTC(2020, month, 1)));
    expect(barWarnings(months, "1M")).toEqual([]);
    expect(barWarnings(months, "1d")).toHaveLength(6);
  });

  it("names five gaps and counts the rest", () => {
    const warnings = barWarnings(barsAt(Array.from({ length: 12 }, (_, index) => START + index * 10 * DAY_MS)), "1d");
    expect(warnings).toHaveLength(6);
    expect(warnings.at(-1)).toBe("ABC: 6 more gaps like these");
  });

  it("tells of opens that are the previous close, when they are more than chance", () => {
    const bars = barsAt(days(20));
    for (const index of [5, 9]) bars.open[index] = bars.close[index - 1] ?? 0;
    expect(barWarnings(bars, "1d")).toEqual([]);
    bars.open[12] = bars.close[11] ?? 0;
    expect(barWarnings(bars, "1d")).toEqual(["ABC: 3 of 20 bars open exactly at the previous close"]);
  });
});

describe("adjustBars", () => {
  it("halves the prices before a 2:1 split and leaves those after it", () => {
    const bars = allocateBars({ symbol: "ABC", bars: 2 });
    bars.open.set([100, 51]);
    bars.high.set([104, 53]);
    bars.low.set([98, 50]);
    bars.close.set([102, 52]);
    bars.volume.set([7, 14]);
    adjustBars(bars, Float64Array.of(51, 52));
    expect([bars.open, bars.high, bars.low, bars.close, bars.volume].map((column) => [...column])).toEqual([
      [50, 51],
      [52, 53],
      [49, 50],
      [51, 52],
      [7, 14],
    ]);
  });
});
