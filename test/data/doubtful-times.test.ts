import { describe, expect, it } from "vitest";
import { barsFromCsv } from "../../src/data/csv/read-csv-bars.ts";
import { readFile } from "./files/support.ts";

const source = { file: "x.csv", symbol: "X", timeframe: "1h", columns: {}, adjusted: false };
const session = { timezone: "America/New_York", endMinutes: 1440 };

function csv(times: readonly string[]): Buffer {
  return Buffer.from(`time,open,high,low,close,volume\n${times.map((time) => `${time},10,12,9,11,5`).join("\n")}\n`);
}

function warnings(times: readonly string[], own: object = { session }): readonly string[] {
  return barsFromCsv(csv(times), { ...source, ...own }).warnings;
}

describe("times that a change of clocks makes doubtful", () => {
  const back = ["2023-11-05 00:00", "2023-11-05 01:00", "2023-11-05 02:00", "2023-11-05 03:00"];
  const forward = ["2024-03-10T01:00:00", "2024-03-10T02:30:00", "2024-03-10T04:00:00"];

  it("are named where clocks show them twice", () => {
    expect(warnings(back)).toEqual([
      "X: 1 time of America/New_York shown twice, when they are set back, and read as the first of the two (2023-11-05 01:00)",
    ]);
    const { time } = barsFromCsv(csv(back), { ...source, session }).bars;
    expect(time[1]).toBe(Date.UTC(2023, 10, 5, 5));
  });

  it("are named where no clock shows them", () => {
    expect(warnings(forward)).toEqual([
      expect.stringMatching(/^X: 1 time .* shown by no clock.*\(2024-03-10 02:30\)$/),
    ]);
  });

  it("are told once when a file is read the slow way, and in files read as they say", async () => {
    const quoted = Buffer.from(String(csv(back)).replace("10,12,9,11,5\n", '"10",12,9,11,5\n'));
    expect(barsFromCsv(quoted, { ...source, session }).warnings).toHaveLength(1);
    const text = String(csv(["05.11.2023 00:30", "05.11.2023 01:30", "05.11.2023 02:30"]));
    const { warnings: told } = await readFile(text, { date_format: "DD.MM.YYYY HH:mm", timeframe: "1h", session });
    expect(told.filter((warning) => warning.includes("shown twice"))).toHaveLength(1);
  });

  it("are none with an offset, in UTC, of days, and on other days", () => {
    expect(warnings(back.map((time) => `${time.replace(" ", "T")}:00-04:00`))).toEqual([]);
    expect(warnings(back, {})).toEqual([]);
    expect(warnings(["2023-11-04", "2023-11-05", "2023-11-06"], { session, timeframe: "1d" })).toEqual([]);
    expect(warnings(["2023-11-06 01:00", "2023-11-06 02:00"])).toEqual([]);
  });
});
