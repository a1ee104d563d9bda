import { describe, expect, it } from "vitest";
import { backtestingYear } from "../../../src/engine/profiles/backtesting-py/backtesting-year.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);

const yearOf = (hours: number, count: number, keeps: (day: number, hour: number) => boolean = () => true): number => {
  const times = Array.from({ length: count }, (_, index) => MONDAY + index * hours * HOUR_MS);
  const kept = times.filter((at) => keeps(new Date(at).getUTCDay(), new Date(at).getUTCHours()));
  return backtestingYear({ time: Float64Array.from(kept) });
};

describe("FAULTS 11.2: the days of a year in backtesting.py", () => {
  it("are 365 when more than 2/7 · 0.6 of the bars are on weekends", () => {
    expect(yearOf(24, 700)).toBe(365);
    expect(yearOf(24, 700, (day) => day !== 0 && day !== 6)).toBe(252);
    // Sunday to Friday: one in six, which is less than 0.1714.
    expect(yearOf(24, 700, (day) => day !== 6)).toBe(252);
    expect(yearOf(4, 4200)).toBe(365);
    // From 22:00 on Sunday: few enough.
    expect(yearOf(1, 7000, (day, hour) => day !== 6 && (day !== 0 || hour >= 22))).toBe(252);
  });

  it("are 52, 12 and 1 for bars that lie 7, 31 and 365 days apart, by the last hundred", () => {
    expect(yearOf(7 * 24, 200)).toBe(52);
    expect(yearOf(31 * 24, 50)).toBe(12);
    expect(yearOf(365 * 24, 30)).toBe(1);
    const late = [...Array(200).keys()].map((i) => MONDAY + i * 7 * DAY_MS);
    const early = [...Array(300).keys()].map((i) => MONDAY - (300 - i) * DAY_MS);
    expect(backtestingYear({ time: Float64Array.from([...early, ...late]) })).toBe(52);
  });
});
