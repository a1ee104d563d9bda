import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CALENDAR_NAMES, type CalendarName, calendarMeant } from "../../src/calendar/calendar-names.ts";
import type { Session } from "../../src/calendar/market-calendar.ts";
import { openCalendar } from "../../src/calendar/open-calendar.ts";

interface Golden {
  readonly sessionsByYear: Readonly<
    Record<string, Readonly<Record<string, { readonly sessions: number; readonly sha256: string }>>>
  >;
  readonly days: Readonly<
    Record<string, { readonly from: string; readonly until: string; readonly closedWeekdays: readonly string[] }>
  >;
}

/** Of another collection than ours was made from: see golden/generate.py. */
const golden = JSON.parse(readFileSync(new URL("golden/sessions.json", import.meta.url), "utf8")) as Golden;

const minute = (time: number) => `${new Date(time).toISOString().slice(0, 16)}Z`;
const line = ({ day, open, close, breaks }: Session) =>
  [day, minute(open), minute(close), ...breaks.flatMap(({ from, to }) => [minute(from), minute(to)])].join(" ");
const yearOf = (name: CalendarName, year: number) => openCalendar(name).sessions(`${year}-01-01`, `${year}-12-31`);

describe("sessions of an exchange", () => {
  const years = Object.entries(golden.sessionsByYear).flatMap(([name, byYear]) =>
    Object.entries(byYear).map(([year, expected]) => ({ name: name as CalendarName, year: Number(year), expected })),
  );
  it("are those of a second collection, to the minute: open, close, lunch, early closes", () => {
    expect(years.length).toBeGreaterThan(170);
    for (const { name, year, expected } of years) {
      const lines = yearOf(name, year).map(line);
      const sha256 = createHash("sha256").update(lines.join("\n")).digest("hex");
      expect({ name, year, sessions: lines.length, sha256 }).toEqual({ name, year, ...expected });
    }
  });

  it.each([
    // Our corrections: calendars/README.md says why.
    ["XHKG", ["2020-10-13", "2021-04-06", "2021-10-13", "2024-09-06"]],
    ["XASX", []],
    // Good Fridays on which some products trade for some hours.
    [
      "CMES",
      [
        "2012-04-06",
        "2015-04-03",
        "2021-04-02",
        "2023-04-07",
        "2024-03-29",
        "2025-04-18",
        "2026-04-03",
        "2027-03-26",
        "2010-04-02",
      ],
    ],
  ] as const)(
    "%s has the closed days of a second collection, and those that are known to be missing there",
    (name, more) => {
      const { from = "", until = "", closedWeekdays = [] } = golden.days[name] ?? {};
      const calendar = openCalendar(name);
      const holidays: string[] = [];
      for (let time = Date.parse(from); time <= Date.parse(until); time += 86_400_000) {
        const day = new Date(time).toISOString().slice(0, 10);
        if (calendar.isHoliday(day)) holidays.push(day);
      }
      expect(holidays).toEqual([...closedWeekdays, ...more].toSorted());
    },
  );

  it.each([
    // By the rules and notices of the exchanges, of the 3,391 weekdays of 2015–2027: sessions, closed weekdays, early closes.
    ["XNYS", 3268, 123, 26],
    ["XLON", 3285, 106, 26],
    ["XETR", 3300, 91, 13],
    ["XTKS", 3173, 218, 0],
    ["XPAR", null, 61, null],
    ["XTSE", null, 129, null],
    ["XASX", null, 99, null],
    ["CMES", null, 39, 98],
  ] as const)(
    "%s has as many sessions, closed weekdays and early closes from 2015 to 2027 as were counted",
    (name, ...counts) => {
      const sessions = openCalendar(name).sessions("2015-01-01", "2027-12-31");
      const early = sessions.filter(({ isEarlyClose }) => isEarlyClose).length;
      const found = [sessions.length, 3391 - sessions.length, early];
      expect(found.map((value, i) => (counts[i] === null ? null : value))).toEqual(counts);
    },
  );

  it("know early closes, days of mourning and moved holidays", () => {
    const ny = openCalendar("XNYS");
    expect(line(ny.session("2026-11-27") ?? fail())).toBe("2026-11-27 2026-11-27T14:30Z 2026-11-27T18:00Z");
    expect(["2012-10-29", "2018-12-05", "2025-01-09"].map((day) => ny.isHoliday(day))).toEqual([true, true, true]);
    const london = openCalendar("XLON");
    expect(["2020-05-04", "2020-05-08", "2022-06-02", "2022-09-19"].map((day) => london.isSession(day))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it("have a lunch break, and hours that change on a day", () => {
    const tokyo = openCalendar("XTKS");
    expect(line(tokyo.session("2024-11-01") ?? fail())).toBe(
      "2024-11-01 2024-11-01T00:00Z 2024-11-01T06:00Z 2024-11-01T02:30Z 2024-11-01T03:30Z",
    );
    expect(minute(tokyo.session("2024-11-05")?.close ?? 0)).toBe("2024-11-05T06:30Z");
    expect(tokyo.hasBreaks).toBe(true);
    const hongKong = openCalendar("XHKG");
    // A half day ends before lunch.
    expect(hongKong.session("2024-12-24")).toMatchObject({ breaks: [], isEarlyClose: true });
    expect(["2023-09-01", "2023-09-08"].map((day) => hongKong.isHoliday(day))).toEqual([true, true]);
  });

  it("begin in the evening before, on the futures exchange", () => {
    expect(line(openCalendar("CMES").session("2026-11-30") ?? fail())).toBe(
      "2026-11-30 2026-11-29T23:00Z 2026-11-30T23:00Z",
    );
  });

  it("are every day where nothing closes", () => {
    const always = openCalendar("24/7");
    expect(always.sessions("2026-12-24", "2027-01-02")).toHaveLength(10);
    expect(always.coversUntil).toBeNull();
    expect(always.isHoliday("2099-12-25")).toBe(false);
  });
});

describe("the end of a calendar", () => {
  it("is an error, never a guess", () => {
    const shanghai = openCalendar("XSHG");
    expect(shanghai.coversUntil).toBe("2026-12-31");
    for (const ask of [
      () => shanghai.isSession("2027-01-04"),
      () => shanghai.isHoliday("2027-01-04"),
      () => shanghai.session("2027-01-02"),
      () => shanghai.sessions("2026-12-01", "2027-01-31"),
    ]) {
      expect(ask).toThrow(
        expect.objectContaining({ code: "CALENDAR_ENDS", message: expect.stringContaining("XSHG ends on 2026-12-31") }),
      );
    }
    expect(() => shanghai.isSession("1999-12-31")).toThrow(expect.objectContaining({ code: "CALENDAR_ENDS" }));
  });
});

describe("names of calendars", () => {
  it.each(CALENDAR_NAMES.filter((name) => name !== "24/7"))("%s has its file, which ends with a year", (name) => {
    const { coversFrom, coversUntil, timezone } = openCalendar(name);
    expect([coversFrom, coversUntil?.slice(4)]).toEqual(["2000-01-01", "-12-31"]);
    expect(Intl.supportedValuesOf("timeZone")).toContain(timezone);
  });

  it("are found by what people call the exchange", () => {
    expect(["nyse", "Nasdaq", "LSE", "xnys", "constructor"].map(calendarMeant)).toEqual([
      "XNYS",
      "XNAS",
      "XLON",
      "XNYS",
      null,
    ]);
  });
});

function fail(): never {
  throw new Error("There is no such session");
}
