import { describe, expect, it } from "vitest";
import { barDateFormat, formatDay, formatMinute, formatTick } from "../../../src/report/format/format-date.ts";

const NOON = Date.UTC(2020, 3, 17, 12, 30);

describe("dates for people", () => {
  it("are in UTC", () => {
    expect(formatDay(NOON)).toBe("2020-04-17");
    expect(formatMinute(NOON)).toBe("2020-04-17 12:30");
  });

  it("have no time of day when every bar starts at midnight, and else have one everywhere", () => {
    const midnight = Date.UTC(2020, 3, 17);
    expect(barDateFormat(Float64Array.of(midnight))(midnight)).toBe("2020-04-17");
    expect(barDateFormat(Float64Array.of(midnight, NOON))(midnight)).toBe("2020-04-17 00:00");
  });

  it.each([
    ["2008-01-01T00:00Z", "2008"],
    ["2008-03-01T00:00Z", "Mar"],
    ["2008-03-17T00:00Z", "17 Mar"],
    ["2008-03-17T14:30Z", "14:30"],
  ])("on an axis name the coarsest unit that begins: %s is %s", (date, label) => {
    expect(formatTick(new Date(date))).toBe(label);
  });
});
