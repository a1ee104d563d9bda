import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { NOTE_KINDS } from "../../../src/core/notes/note.ts";
import { readCsvBars } from "../../../src/data/csv/read-csv-bars.ts";
import { dataNotes, type NotedData } from "../../../src/data/notes/data-notes.ts";
import type { Bars } from "../../../src/engine/bars.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOBODY_ASKED = { startDate: null, endDate: null };

function at(times: readonly number[], symbol = "A"): Bars {
  const column = Float64Array.from(times, () => 1);
  const prices = { open: column, high: column, low: column, close: column, volume: column };
  return { symbol, time: Float64Array.from(times), ...prices };
}

/** Every day from the first to the last that is wanted, by its date. */
function days(from: string, to: string, keep: (date: string, weekday: number) => boolean = () => true): number[] {
  const times: number[] = [];
  for (let time = Date.parse(from); time <= Date.parse(to); time += DAY_MS) {
    const date = new Date(time);
    if (keep(date.toISOString().slice(0, 10), date.getUTCDay())) times.push(time);
  }
  return times;
}

const isWeekday = (_: string, weekday: number): boolean => weekday >= 1 && weekday <= 5;
const weekdays = (from: string, to: string, without: readonly string[] = []): number[] =>
  days(from, to, (date, weekday) => isWeekday(date, weekday) && !without.some((gone) => date.startsWith(gone)));
/** Fixed days of every year, such as those of an exchange. */
const HOLIDAYS = new Set(["01-01", "01-18", "02-15", "04-05", "05-30", "07-04", "09-05", "11-24", "12-25"]);
const exchange = (from: string, to: string): number[] =>
  days(from, to, (date, weekday) => isWeekday(date, weekday) && !HOLIDAYS.has(date.slice(5)));

function textsOf(bars: readonly Bars[], about: Partial<NotedData> = {}): readonly string[] {
  return dataNotes({ bars, timeframe: "1d", asked: NOBODY_ASKED, ...about }).map(
    ({ kind, text }) => `${kind}: ${text}`,
  );
}

describe("the bundled dataset has nothing to be warned of", () => {
  it("sp500, with its holidays and the week of September 11", async () => {
    const file = path.resolve(import.meta.dirname, "../../../datasets/sp500/SPX.csv");
    const { bars: read } = await readCsvBars({ file, symbol: "SPX", timeframe: "1d", columns: {}, adjusted: false });
    const bars = [read];
    const asked = { startDate: "2000-01-01", endDate: "2020-04-19" };
    expect(textsOf(bars, { asked })).toEqual([]);
    const cut = at([...read.time].filter((time) => time < Date.parse("2008-09-22") || time > Date.parse("2008-10-03")));
    expect(textsOf([cut], { asked })).toEqual(["bars_missing: A lacks 10 of 5,105 days (2008-09-22 … 2008-10-03)"]);
    const thinned = at([...read.time].filter((_, bar) => bar % 20 !== 7));
    expect(textsOf([thinned], { asked })[0]).toMatch(/^bars_missing: A lacks 4\d\d of 5,\d{3} days \(first 2000-/);
  });
});

describe("holidays are no missing bars", () => {
  it.each([
    ["nine a year", exchange("2015-01-02", "2021-12-31")],
    ["none at all", weekdays("2020-01-01", "2021-12-31")],
    [
      "a golden week and a new year each year",
      weekdays(
        "2016-01-04",
        "2021-12-30",
        ["2016-01-2", "2017-01-2", "2018-01-2", "2019-01-2", "2020-01-2", "2021-01-2"]
          .flatMap((week) => [`${week}5`, `${week}6`, `${week}7`, `${week}8`, `${week}9`])
          .concat(
            ["2016-10-0", "2017-10-0", "2018-10-0", "2019-10-0", "2020-10-0", "2021-10-0"].flatMap((week) =>
              [3, 4, 5, 6, 7].map((day) => `${week}${day}`),
            ),
          ),
      ),
    ],
    [
      "six days of Tokyo in 2019, in data of three months",
      weekdays("2019-04-01", "2019-06-28", [
        "2019-04-29",
        "2019-04-30",
        "2019-05-01",
        "2019-05-02",
        "2019-05-03",
        "2019-05-06",
      ]),
    ],
    [
      "a special session at a weekend",
      [...weekdays("2020-01-01", "2020-06-30"), Date.parse("2020-03-14")].sort((a, b) => a - b),
    ],
    ["every day", days("2020-01-01", "2021-12-31")],
    ["Sunday to Thursday", days("2020-01-01", "2021-12-31", (_, weekday) => weekday <= 4)],
    ["a handful of days", weekdays("2020-01-01", "2020-01-08")],
    ["one day", [Date.parse("2020-01-01")]],
    ["none", []],
  ])("%s", (_, times) => {
    expect(textsOf([at(times)])).toEqual([]);
  });

  it("where another symbol of the backtest trades on them, either", () => {
    const [from, to] = ["2015-01-01", "2020-12-31"];
    expect(textsOf([at(exchange(from, to)), at(weekdays(from, to), "EURUSD")])).toEqual([]);
    expect(textsOf([at(exchange(from, to)), at(days(from, to), "BTC")])).toEqual([]);
  });
});

describe("missing days", () => {
  it("a week of a market that was never closed for one", () => {
    const times = exchange("2015-01-02", "2021-12-31").filter(
      (time) => time < Date.parse("2018-03-05") || time > Date.parse("2018-03-09"),
    );
    expect(textsOf([at(times)])).toEqual([
      "bars_missing: A lacks 5 of 1,767 days (2018-03-05 … 2018-03-09)".replace(
        "1,767",
        (times.length + 5).toLocaleString("en-US"),
      ),
    ]);
  });

  it("single ones that another symbol of the same market has, and only those", () => {
    const all = exchange("2018-01-02", "2019-12-31");
    const gone = new Set(["2018-03-07", "2018-11-13", "2019-06-20", "2019-08-08"].map((date) => Date.parse(date)));
    const some = all.filter((time) => !gone.has(time));
    const text = `bars_missing: B lacks 4 of ${all.length} days (first 2018-03-07, last 2019-08-08, longest 2018-03-07)`;
    expect(textsOf([at(all), at(some, "B")])).toEqual([text]);
    expect(textsOf([at(some, "B"), at(all)])).toEqual([text]);
    expect(textsOf([at(some, "B")])).toEqual([]);
  });

  it("two in a row of a market that never closes", () => {
    const times = days("2020-01-01", "2021-12-31", (date) => !["2021-05-04", "2021-05-05"].includes(date));
    expect(textsOf([at(times)])).toEqual(["bars_missing: A lacks 2 of 731 days (2021-05-04 … 2021-05-05)"]);
  });

  it("names three symbols, and counts the others", () => {
    const all = weekdays("2020-01-01", "2020-12-31");
    const some = all.filter((time) => time < Date.parse("2020-03-02") || time > Date.parse("2020-03-13"));
    const many = ["B", "C", "D", "E", "F"].map((symbol) => at(some, symbol));
    const [text, ...others] = textsOf([at(all), ...many]);
    expect(others).toEqual([]);
    expect(text).toMatch(/^bars_missing: B lacks 10 of 262 days .*, C lacks .*, D lacks .* and 2 more like these$/);
  });
});

describe("missing bars inside a day", () => {
  const session = (dates: readonly number[], hours: readonly number[]): number[] =>
    dates.flatMap((day) => hours.map((hour) => day + hour * HOUR_MS));
  const hours = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, hour) => from + hour);
  const DATES = exchange("2020-01-02", "2020-12-31");

  it.each([
    ["a session of seven hours", session(DATES, hours(14, 21)), "1h"],
    ["a lunch hour", session(DATES, [0, 1, 2, 4, 5, 6]), "1h"],
    [
      "early closes",
      session(DATES, hours(14, 21)).filter(
        (time) => new Date(time).getUTCDate() !== 24 || new Date(time).getUTCHours() < 18,
      ),
      "1h",
    ],
    ["a market that never closes", session(days("2020-01-01", "2020-03-31"), hours(0, 24)), "1h"],
    ["bars of four hours", session(days("2020-01-01", "2020-03-31"), [0, 4, 8, 12, 16, 20]), "4h"],
    ["a pause of maintenance and weekends", session(DATES, [...hours(0, 21), ...hours(22, 24)]), "1h"],
  ])("%s has none", (_, times, timeframe) => {
    expect(textsOf([at(times)], { timeframe })).toEqual([]);
  });

  it("three hours of one day", () => {
    const times = session(DATES, hours(14, 21)).filter(
      (time) => time < Date.parse("2020-06-03T16:00Z") || time > Date.parse("2020-06-03T18:00Z"),
    );
    expect(textsOf([at(times)], { timeframe: "1h" })).toEqual([
      `bars_missing: A lacks 3 of ${(times.length + 3).toLocaleString("en-US")} bars (2020-06-03T16:00:00Z … 2020-06-03T18:00:00Z)`,
    ]);
  });

  it("one bar in twenty", () => {
    const times = session(DATES, hours(14, 21)).filter((_, bar) => bar % 20 !== 3);
    expect(textsOf([at(times)], { timeframe: "1h" })[0]).toMatch(
      /^bars_missing: A lacks \d\d of 1,\d{3} bars \(first 2020-01-02T17/,
    );
  });

  it("days of a market that never closes, once", () => {
    const times = session(days("2020-01-01", "2020-03-31"), hours(0, 24)).filter(
      (time) => time < Date.parse("2020-02-03T05:00Z") || time > Date.parse("2020-02-05T04:00Z"),
    );
    expect(textsOf([at(times)], { timeframe: "1h" })).toEqual([
      "bars_missing: A lacks 48 of 2,184 bars (2020-02-03T05:00:00Z … 2020-02-05T04:00:00Z)",
    ]);
  });
});

describe("weekly and monthly bars", () => {
  const weeks = days("2015-01-05", "2020-12-28", (_, weekday) => weekday === 1);
  const months = days("2010-01-01", "2020-12-01", (date) => date.endsWith("-01"));

  it.each([
    ["weeks", weeks, "1w"],
    [
      "weeks that begin on the first day of trade",
      weeks.map((time, week) => time + (week % 10 === 4 ? DAY_MS : 0)),
      "1w",
    ],
    ["months", months, "1M"],
    [
      "last days of months",
      days("2010-01-01", "2020-12-31", (date, weekday) => isWeekday(date, weekday)).filter(
        (time, index, all) => new Date(all[index + 1] ?? 0).getUTCMonth() !== new Date(time).getUTCMonth(),
      ),
      "1M",
    ],
    ["quarters", months.filter((_, month) => month % 3 === 0), "3M"],
  ])("%s lack none", (_, times, timeframe) => {
    expect(
      textsOf([at(times)], { timeframe, asked: { startDate: "2010-01-01", endDate: null } }).filter((text) =>
        text.startsWith("bars"),
      ),
    ).toEqual([]);
  });

  it("tell of two in a row", () => {
    expect(textsOf([at(weeks.filter((_, week) => week !== 20 && week !== 21))], { timeframe: "1w" })).toEqual([
      `bars_missing: A lacks 2 of ${weeks.length} bars (2015-05-25 … 2015-06-01)`,
    ]);
    expect(textsOf([at(months.filter((_, month) => month !== 12 && month !== 13))], { timeframe: "1M" })[0]).toMatch(
      /^bars_missing: A lacks 2 of 132 bars \(20(10-12|11-01)/,
    );
  });
});

it("docs/data.md has a row for each kind, and no other", () => {
  const page = readFileSync(new URL("../../../docs/data.md", import.meta.url), "utf8");
  const section = page.slice(page.indexOf("## Notes"), page.indexOf("## Dividends"));
  expect([...section.matchAll(/^\| `(\w+)` \| (?!when)/gm)].map((row) => row[1])).toEqual([...NOTE_KINDS]);
});

describe("late starts and early ends", () => {
  const all = exchange("2018-01-02", "2019-12-31");

  it("beside another symbol", () => {
    const [a, b] = [at(all), at(all.slice(100, -10), "B")];
    expect(textsOf([a, b])).toEqual([
      "starts_late: B starts late, on 2018-05-25, 100 bars after A",
      "ends_early: B ends early, on 2019-12-16, 10 bars before A",
    ]);
    expect(textsOf([a, at(all.slice(0, -3), "B")])).toEqual([]);
  });

  it("beside one that had ended before it began", () => {
    expect(textsOf([at(all.slice(0, 50)), at(all.slice(50), "B")])).toEqual([
      "starts_late: B starts late, on 2018-03-15, 50 bars after A",
      `ends_early: A ends early, on 2018-03-14, ${all.length - 50} bars before B`,
    ]);
  });

  it("for the dates that were asked for, whatever was asked for first", () => {
    const asked = { startDate: "2015-01-01", endDate: "2021-12-31" };
    expect(textsOf([at(all)], { asked })).toEqual([
      "starts_late: A starts late, on 2018-01-02, 783 bars after start_date",
      "ends_early: A ends early, on 2019-12-31, 523 bars before end_date",
    ]);
    expect(textsOf([at(all)], { asked: { startDate: "2018-01-01", endDate: "2020-01-05" } })).toEqual([]);
  });

  it("in intraday bars, by days of them", () => {
    const times = all.flatMap((day) => [14, 15, 16].map((hour) => day + hour * HOUR_MS));
    const about = { timeframe: "1h", asked: { startDate: null, endDate: "2020-01-31" } };
    expect(textsOf([at(times)], about)).toEqual([
      "ends_early: A ends early, on 2019-12-31T16:00:00Z, 69 bars before end_date",
    ]);
  });

  it("in weeks and months, by more than one", () => {
    const months = days("2010-01-01", "2020-12-01", (date) => date.endsWith("-01"));
    const about = (endDate: string) => ({ timeframe: "1M", asked: { startDate: null, endDate } });
    expect(textsOf([at(months)], about("2020-12-31"))).toEqual([]);
    expect(textsOf([at(months)], about("2021-06-30"))).toEqual([
      "ends_early: A ends early, on 2020-12-01, 6 bars before end_date",
    ]);
  });
});
