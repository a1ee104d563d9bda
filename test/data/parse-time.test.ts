import { describe, expect, it } from "vitest";
import { midnightUtc, parseTime } from "../../src/data/csv/time/parse-time.ts";

describe("parseTime", () => {
  it.each([
    ["2020-04-17", "2020-04-17T00:00:00.000Z"],
    ["2020/04/17", "2020-04-17T00:00:00.000Z"],
    ["20200417", "2020-04-17T00:00:00.000Z"],
    ["2020-04-17T15:30", "2020-04-17T15:30:00.000Z"],
    ["2020-04-17 15:30:05", "2020-04-17T15:30:05.000Z"],
    ["2020-04-17T15:30:05.250Z", "2020-04-17T15:30:05.250Z"],
    ["2020-04-17T15:30:00-04:00", "2020-04-17T19:30:00.000Z"],
    ["2020-04-17 15:30:00+0530", "2020-04-17T10:00:00.000Z"],
    ["2020-04-17 15:30:00+02", "2020-04-17T13:30:00.000Z"],
    ["1587081600", "2020-04-17T00:00:00.000Z"],
    ["1587081600.5", "2020-04-17T00:00:00.500Z"],
    ["1587081600000", "2020-04-17T00:00:00.000Z"],
    ["946684800", "2000-01-01T00:00:00.000Z"],
  ])("reads %s as %s", (text, expected) => {
    expect(new Date(parseTime(text)).toISOString()).toBe(expected);
  });

  it.each(["", "04/17/2020", "17.04.2020", "2020-13-01", "2020-02-30", "2021-02-29", "1900-02-29", "2020-04-00"])(
    "does not take %j for a time",
    (text) => {
      expect(parseTime(text)).toBeNaN();
    },
  );

  it.each(["2020-02-30T12:00", "2020-04-17T25:00", "2020-04/17", "2020-4-7", "now", "NaN", "-1", "12", "1e9"])(
    "does not take %j for a time",
    (text) => {
      expect(parseTime(text)).toBeNaN();
    },
  );
});

describe("moments", () => {
  const clocks = [
    "00:00",
    "09:30:15",
    "23:59:59.9",
    "23:59:59.123456789",
    "24:00",
    "24:01",
    "12:60",
    "12:00:60",
    "07:05:09.01",
  ];
  const zones = ["Z", "+00:00", "-00:00", "+05:30", "-12:00", "+23:59", "+24:00", "+02:60"];
  it.each(clocks)("at %s are those of Date.parse, with any offset", (clock) => {
    for (const zone of zones) {
      const text = `2024-02-29T${clock}${zone}`;
      expect([text, parseTime(text)]).toEqual([text, Date.parse(text)]);
    }
  });
});

describe("midnightUtc", () => {
  it("agrees with Date on every day of nine centuries", () => {
    const wrong: string[] = [];
    for (let time = Date.UTC(1600, 0, 1); time < Date.UTC(2500, 0, 1); time += 86_400_000) {
      const date = new Date(time);
      const found = midnightUtc(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
      if (found !== time) wrong.push(date.toISOString());
    }
    expect(wrong).toEqual([]);
  });
});
