import { describe, expect, it } from "vitest";
import { barsPerYear } from "../../src/core/time/bars-per-year.ts";
import { daysPerYear } from "../../src/data/bars/days-per-year.ts";
import { cutBars } from "../../src/data/cut-bars.ts";
import { barsFromCsv, type CsvBars } from "../../src/data/csv/read-csv-bars.ts";
import type { CsvSource } from "../../src/data/csv/csv-source.ts";
import { resolveWindow } from "../../src/data/resolve-window.ts";
import { lastBarsOfDays } from "../../src/engine/metrics/sampling.ts";
import type { Bars } from "../../src/engine/bars.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function read(lines: readonly string[], about: Partial<CsvSource> = {}): CsvBars {
  const source = { file: "f.csv", symbol: "X", timeframe: "1d", columns: {}, adjusted: false, ...about };
  return barsFromCsv(Buffer.from(lines.join("\n")), source);
}

/** Flat bars at these times. */
function at(times: readonly string[], about: Partial<CsvSource> = {}): CsvBars {
  return read(["date,open,high,low,close", ...times.map((time) => `${time},1,1,1,1`)], about);
}

function daysOf({ bars }: CsvBars): readonly string[] {
  return [...bars.time].map((time) => new Date(time).toISOString());
}

function barsAt(times: readonly number[]): Bars {
  const column = Float64Array.from(times, () => 1);
  return {
    symbol: "X",
    time: Float64Array.from(times),
    open: column,
    high: column,
    low: column,
    close: column,
    volume: column,
  };
}

describe("FAULTS 3.1: a daily bar keeps the day as written", () => {
  it.each([
    "2024-03-11 00:00:00+01:00",
    "2024-03-11 00:00:00+11:00",
    "2024-03-11T00:00:00-05:00",
    "2024-03-11T00:00:00Z",
    "2024-03-11 23:59:00-0800",
    "2024-03-11 16:00:00",
    "2024-03-11",
    "20240311",
    "1710115200",
    '"2024-03-11 00:00:00+09:00"',
  ])("%s", (time) => {
    expect(daysOf(at([time]))).toEqual(["2024-03-11T00:00:00.000Z"]);
    expect(daysOf(at([time], { timeframe: "1w" }))).toEqual(["2024-03-11T00:00:00.000Z"]);
  });

  it("over the change of the clocks", () => {
    const times = ["2024-03-29 00:00:00+01:00", "2024-04-01 00:00:00+02:00"];
    expect(daysOf(at(times))).toEqual(["2024-03-29T00:00:00.000Z", "2024-04-01T00:00:00.000Z"]);
  });

  it("a moment of UTC is the day that it is in data.timezone", () => {
    const session = { timezone: "Australia/Sydney", endMinutes: 1440 };
    for (const time of ["2024-03-10T13:00:00Z", "2024-03-10 13:00:00+00:00", "1710075600", "2024-03-11"]) {
      expect(daysOf(at([time], { session }))).toEqual(["2024-03-11T00:00:00.000Z"]);
    }
  });
});

describe("FAULTS 3.2: bars per year are measured", () => {
  /** Day 0 is a Sunday. */
  const days = (count: number, keep: (day: number) => boolean): readonly number[] =>
    Array.from({ length: count }, (_, day) => day)
      .filter(keep)
      .map((day) => (day + 18_000) * DAY_MS);
  const isWeekday = (day: number): boolean => day % 7 >= 1 && day % 7 <= 5;

  it.each([
    ["one weekend bar in 600", 252, days(840, (day) => isWeekday(day) || day === 406)],
    ["five days from Sunday on", 252, days(840, (day) => day % 7 <= 4)],
    ["all days", 365, days(840, () => true)],
    ["all days, some missing", 365, days(840, (day) => day % 50 !== 0)],
    ["six days a week", 313, days(840, (day) => day % 7 !== 6)],
    ["three days a week", 157, days(840, (day) => [1, 3, 5].includes(day % 7))],
    ["five days with a hole of a year", 252, days(1200, (day) => isWeekday(day) && (day < 300 || day > 700))],
    ["two weeks", 252, days(14, isWeekday)],
    ["two weeks without a free day", 365, days(14, () => true)],
  ])("%s", (_, expected, times) => {
    expect(barsPerYear(barsAt(times))).toBe(expected);
  });
});

describe("FAULTS 3.3: data.timezone and session_end decide the intraday day", () => {
  const sydney = { timezone: "Australia/Sydney", endMinutes: 1440 };
  const newYork = { timezone: "America/New_York", endMinutes: 17 * 60 };
  const hoursFrom = (start: string, count: number): Float64Array =>
    Float64Array.from({ length: count }, (_, hour) => Date.parse(start) + hour * HOUR_MS);

  it("a morning in Sydney is no evening of the day before", () => {
    const morning = hoursFrom("2024-03-10T23:00:00Z", 6);
    expect([...lastBarsOfDays(morning)]).toEqual([0, 5]);
    expect([...lastBarsOfDays(morning, sydney)]).toEqual([5]);
  });

  it("a day of currencies ends at 17:00 in New York, in winter and in summer", () => {
    expect([...lastBarsOfDays(hoursFrom("2024-01-07T22:00:00Z", 48), newYork)]).toEqual([23, 47]);
    expect([...lastBarsOfDays(hoursFrom("2024-07-07T21:00:00Z", 48), newYork)]).toEqual([23, 47]);
    // The night of the change has 23 hours.
    expect([...lastBarsOfDays(hoursFrom("2024-03-09T22:00:00Z", 47), newYork)]).toEqual([22, 46]);
  });

  it("times without an offset are those of a clock there", () => {
    const times = ["2024-03-08 09:30", "2024-03-08 10:30", "2024-03-11 09:30", "2024-03-11 10:30"];
    expect(daysOf(at(times, { timeframe: "1h", session: newYork }))).toEqual([
      "2024-03-08T14:30:00.000Z",
      "2024-03-08T15:30:00.000Z",
      "2024-03-11T13:30:00.000Z",
      "2024-03-11T14:30:00.000Z",
    ]);
  });

  it("start_date, end_date and the last day that is over are trading days", () => {
    const bars = barsAt([...hoursFrom("2024-01-07T22:00:00Z", 48)]);
    const monday = cutBars(bars, { startDate: "2024-01-08", endDate: "2024-01-08" }, newYork);
    expect([monday.time[0], monday.time.length]).toEqual([Date.parse("2024-01-07T22:00:00Z"), 24]);
    const open = { startDate: null, endDate: null, lookbackMs: null };
    expect(resolveWindow(open, new Date("2024-01-08T21:59:00Z"), newYork).endDate).toBe("2024-01-07");
    expect(resolveWindow(open, new Date("2024-01-08T22:00:00Z"), newYork).endDate).toBe("2024-01-08");
  });

  it("a week of currencies has five days", () => {
    const week = Array.from({ length: 40 }, (_, index) =>
      hoursFrom("2024-01-07T22:00:00Z", 120).map((time) => time + index * 7 * DAY_MS),
    );
    const bars = barsAt(week.flatMap((times) => [...times]));
    expect(daysPerYear([bars], 6048, newYork)).toBe(252);
  });
});

describe("FAULTS 3.4: bars of another length than the timeframe", () => {
  const hours = Array.from({ length: 30 }, (_, hour) =>
    new Date(Date.parse("2024-03-11T00:00:00Z") + hour * HOUR_MS).toISOString(),
  );
  const days = Array.from({ length: 9 }, (_, day) => `2024-03-0${day + 1}`);

  it("an hourly file without a timeframe", () => {
    expect(() => at(hours)).toThrow("these are bars of one hour");
    expect(() => at(hours)).toThrow(expect.objectContaining({ hint: expect.stringContaining("timeframe: 1h") }));
  });

  it.each([
    ["1h", days, "one day"],
    ["1d", hours.filter((_, hour) => hour % 4 === 0), "4 hours"],
    ["4h", hours, "one hour"],
  ])("called %s", (timeframe, times, expected) => {
    expect(() => at(times, { timeframe })).toThrow(`these are bars of ${expected}`);
  });

  it("one row twice is not taken for another timeframe", () => {
    expect(() => at([...days.slice(0, 5), "2024-03-05", ...days.slice(5)])).toThrow("is there already");
    expect(() => at(hours, { timeframe: "1h" })).not.toThrow();
  });
});

describe("FAULTS 3.4: weekly and monthly files without a timeframe", () => {
  const weekly = Array.from({ length: 60 }, (_, week) => Date.UTC(2020, 0, 6) + week * 7 * DAY_MS);
  const moved = weekly.map((time, week) => time + (week % 9 === 4 ? DAY_MS : 0));
  const monthly = Array.from({ length: 40 }, (_, month) => Date.UTC(2020, month, 1));
  const monthEnds = Array.from({ length: 40 }, (_, month) => {
    const last = new Date(Date.UTC(2020, month + 1, 0));
    return last.getTime() - ([2, 0, 0, 0, 0, 0, 1][last.getUTCDay()] ?? 0) * DAY_MS;
  });
  const quarterly = monthly.filter((_, month) => month % 3 === 0);
  const daily = Array.from(
    { length: 60 },
    (_, day) => Date.UTC(2020, 0, 6) + (Math.floor(day / 5) * 7 + (day % 5)) * DAY_MS,
  );
  const readAs = (times: readonly number[], timeframe: string): CsvBars =>
    at(
      times.map((time) => new Date(time).toISOString().slice(0, 10)),
      { timeframe },
    );

  it.each([
    ["weeks", weekly, "1w"],
    ["weeks with holidays", moved, "1w"],
    ["months", monthly, "1M"],
    ["last trading days of months", monthEnds, "1M"],
    ["quarters", quarterly, "3M"],
  ])("%s are asked for", (_, times, timeframe) => {
    expect(() => readAs(times, "1d")).toThrow(
      expect.objectContaining({ code: "DATASET_INVALID", hint: `Write timeframe: ${timeframe} under data.` }),
    );
    expect(readAs(times, timeframe).bars.time).toHaveLength(times.length);
  });

  it("days called weeks or months are, too; and months called weeks", () => {
    for (const timeframe of ["1w", "1M"]) expect(() => readAs(daily, timeframe)).toThrow("these are bars of one day");
    expect(() => readAs(monthly, "1w")).toThrow("these are bars of one month, not of 1w");
    expect(() => readAs(weekly, "1M")).toThrow("these are bars of one week, not of 1M");
  });

  it("days with holes stay days", () => {
    expect(readAs(daily, "1d").bars.time).toHaveLength(60);
    expect(
      readAs(
        daily.filter((_, day) => day % 3 === 0),
        "1d",
      ).bars.time,
    ).toHaveLength(20);
    expect(readAs(weekly.slice(0, 3), "1d").bars.time).toHaveLength(3);
  });
});

describe("FAULTS 4.3: a column of splits is used", () => {
  const prices = [100, 104, 26, 27, 28];
  const rows = (header: string, splits: readonly string[], closes: readonly number[] = prices): CsvBars =>
    read([
      `date,open,high,low,close,volume,dividends,${header}`,
      ...closes.map((price, day) => `2024-01-0${day + 1},${price},${price},${price},${price},10,0.5,${splits[day]}`),
    ]);

  it.each([
    ["split", ["1", "1", "4", "1", "1"]],
    ["Stock Splits", ["0.0", "0.0", "4.0", "0.0", "0.0"]],
    ["splitFactor", ["1.0", "1.0", "4.0", "1.0", "1.0"]],
    ["Split_Ratio", ["", "", "4", "", ""]],
    ["8. split coefficient", ["1.0", "1.0", "4.0", "1.0", "1.0"]],
    ["split", ["", "", "4:1", "", ""]],
    ["split", ["1:1", "1/1", "4/1", "1", "1"]],
    ["split", ["0", "0", "4 for 1", "0", "0"]],
    ["split", ["", "", "8-for-2", "", ""]],
    // As zipline writes it: old units per new one.
    ["split", ["1", "1", "0.25", "1", "1"]],
    ["split", ["", "", "1:4", "", ""]],
  ])("%s", (header, splits) => {
    const { bars, warnings } = rows(header, splits);
    expect([...bars.close]).toEqual([25, 26, 26, 27, 28]);
    expect([...bars.volume]).toEqual([40, 40, 10, 10, 10]);
    expect([...(bars.dividend ?? [])]).toEqual([0.125, 0.125, 0.5, 0.5, 0.5]);
    expect(warnings[0]).toContain("adjusted for one split");
  });

  it("a reverse split, and several", () => {
    expect([...rows("split", ["0", "0", "0.1", "0", "0"], [1, 1, 10, 11, 12]).bars.close]).toEqual([
      10, 10, 10, 11, 12,
    ]);
    expect([...rows("split", ["0", "2", "0", "5", "0"], [100, 50, 50, 10, 10]).bars.close]).toEqual([
      10, 10, 10, 10, 10,
    ]);
  });

  it("says that it has old units per new one, where the price says so", () => {
    expect(rows("split", ["1", "1", "0.25", "1", "1"]).warnings[0]).toContain("old units per new one");
    expect(rows("split", ["1", "1", "4:1", "1", "1"]).warnings[0]).not.toContain("old units");
    expect([...rows("split", ["0", "4", "0", "0", "0"], [10, 40, 41, 42, 43]).bars.close]).toEqual([
      40, 40, 41, 42, 43,
    ]);
  });

  it.each(["4:0", "0:1", "0/0", "-4:1", "4:", ":1", "four", "4:1:2", "4 1", "Apr 1"])("%s is no split", (text) => {
    expect(() => rows("split", ["", "", text, "", ""])).toThrow(
      expect.objectContaining({ code: "DATASET_INVALID", hint: expect.stringContaining("4, 4:1 or 4/1") }),
    );
  });

  it("ratios of both ways in one file are refused, not guessed", () => {
    expect(() => rows("split", ["", "2", "", "0.2", ""], [100, 50, 50, 10, 10])).toThrow("not at that of");
  });

  it("prices that the source has adjusted stay, which is said", () => {
    const { bars, warnings } = rows("Stock Splits", ["0", "0", "4", "0", "0"], [25, 26, 26, 27, 28]);
    expect([...bars.close]).toEqual([25, 26, 26, 27, 28]);
    expect(warnings[0]).toContain("already");
  });

  it("a file that is half of either is refused", () => {
    expect(() => rows("split", ["0", "2", "0", "5", "0"], [100, 50, 50, 50, 50])).toThrow("2024-01-04");
  });
});
