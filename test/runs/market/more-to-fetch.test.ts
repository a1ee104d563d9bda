import { describe, expect, it } from "vitest";
import { AppError } from "../../../src/core/errors/app-error.ts";
import { cutBars } from "../../../src/data/cut-bars.ts";
import { allocateBars } from "../../../src/data/bars/allocate-bars.ts";
import { withMoreToFetch } from "../../../src/runs/market/more-to-fetch.ts";

const DAY = 86_400_000;
const SOURCE = { source: "coingecko", timeframe: "1d" };

/** Days since 1970-01-01 that have a bar. */
function barsOf(symbol: string, days: readonly number[]) {
  const bars = allocateBars({ symbol, bars: days.length });
  bars.time.set(days.map((day) => day * DAY));
  return bars;
}

function told(symbol: string, days: readonly number[], window: { startDate: string | null; endDate: string | null }) {
  const bars = barsOf(symbol, days);
  try {
    cutBars(bars, window);
  } catch (error) {
    return withMoreToFetch(error, SOURCE, { bars, window });
  }
  throw new Error("There were bars");
}

const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

describe("prices of a source that has none of the range", () => {
  it("are told with what there is, each longer gap, and the command that gets the rest", () => {
    const days = [...from(10, 5), ...from(40, 5), ...from(60, 3)];
    const error = told("BTC", days, { startDate: "1970-01-20", endDate: "1970-01-31" });
    expect(error).toMatchObject({
      code: "DATA_RANGE_EMPTY",
      message: "BTC has no bars from 1970-01-20 to 1970-01-31",
      hint:
        "There are 13, from 1970-01-11 to 1970-03-04, none between 1970-01-15 and 1970-02-10, between 1970-02-14 and 1970-03-02. " +
        "Fetch the rest with: nightgrid data fetch coingecko BTC --timeframe 1d --from 1970-01-20 --to 1970-01-31",
    });
  });

  it("are told with three gaps at most, and the number of the others", () => {
    const error = told("BTC", [10, 30, 50, 70, 90, 110], { startDate: "1971-01-01", endDate: null });
    expect((error as AppError).hint).toContain("and 2 times more.");
    expect((error as AppError).hint).not.toContain("--to");
  });

  it("leave a command that a shell reads back as it is meant, whatever the symbol is", () => {
    const error = told("it's;$(x)", [10], { startDate: "1980-01-01", endDate: "1980-01-02" });
    expect((error as AppError).hint).toContain(String.raw`coingecko 'it'\''s;$(x)' --timeframe`);
  });

  it("leave a command in which a symbol that begins with a dash is no option", () => {
    const error = told("-ABC", [10], { startDate: "1980-01-01", endDate: "1980-01-02" });
    expect((error as AppError).hint).toMatch(/coingecko --timeframe 1d --from 1980-01-01 --to 1980-01-02 -- -ABC$/);
  });

  it("are no matter of files, nor of other faults", () => {
    const error = new AppError("DATA_RANGE_EMPTY", "none");
    const at = { bars: barsOf("A", [1]), window: { startDate: null, endDate: null } };
    expect(withMoreToFetch(error, { timeframe: "1d" }, at)).toBe(error);
    const other = new Error("other");
    expect(withMoreToFetch(other, SOURCE, at)).toBe(other);
  });
});
