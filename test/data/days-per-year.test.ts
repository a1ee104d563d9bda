import { describe, expect, it } from "vitest";
import { daysPerYear } from "../../src/data/bars/days-per-year.ts";
import type { Bars } from "../../src/engine/bars.ts";

const HOUR_MS = 3_600_000;
const MONDAY = Date.UTC(2021, 2, 1);

function hours(count: number, isOpen: (hourOfWeek: number) => boolean = () => true, stepHours = 1): Bars {
  const time = Array.from({ length: count }, (_, bar) => bar * stepHours).filter((hour) => isOpen(hour % 168));
  const column = Float64Array.from(time, () => 1);
  const at = Float64Array.from(time, (hour) => MONDAY + hour * HOUR_MS);
  return { symbol: "X", time: at, open: column, high: column, low: column, close: column, volume: column };
}

describe("days in a year", () => {
  it("are counted for intraday bars alone", () => {
    expect(daysPerYear([hours(24 * 60, undefined, 24)], 365)).toBeNull();
    expect(daysPerYear([hours(24 * 60, undefined, 7 * 24)], 52)).toBeNull();
    expect(daysPerYear([hours(1)], 8760)).toBeNull();
    expect(daysPerYear([], 252)).toBeNull();
    expect(daysPerYear([hours(200, undefined, 12)], 730)).toBe(365);
  });

  it("are 252 when weekends are free, also with a Sunday evening", () => {
    const currencies = (hour: number): boolean => hour < 5 * 24 - 2 || hour >= 7 * 24 - 2;
    expect(daysPerYear([hours(2000, currencies)], 6000)).toBe(252);
    expect(daysPerYear([hours(2000)], 8760)).toBe(365);
  });

  it("are the bars per year where these can only be days", () => {
    expect(daysPerYear([hours(2000)], 260)).toBe(260);
    expect(daysPerYear([hours(2000)], 367)).toBe(365);
  });

  it("are told by the symbol with the most bars", () => {
    expect(daysPerYear([hours(10, undefined, 24), hours(500)], 8760)).toBe(365);
  });
});
