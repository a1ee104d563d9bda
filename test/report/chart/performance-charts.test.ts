import { describe, expect, it } from "vitest";
import { equityChart } from "../../../src/report/chart/equity-chart.ts";
import { underwaterChart } from "../../../src/report/chart/underwater-chart.ts";
import { yearlyBars } from "../../../src/report/chart/yearly-bars.ts";
import { renderTearsheet } from "../../../src/report/render-tearsheet.ts";
import { measurePerformance } from "../../../src/report/performance.ts";
import { accountOf, fixedInput } from "../support/fixed-input.ts";

const { settings } = fixedInput().backtest;

/** One bar every 30 days; falls by a tenth every fifth bar and recovers at once. */
function longAccount(bars: number) {
  const equity = Array.from({ length: bars }, (_, bar) => 1000 + bar * (bar % 5 === 4 ? -1 : 1));
  const time = Float64Array.from(equity, (_, bar) => Date.UTC(1980, 0, 1) + bar * 30 * 86_400_000);
  const result = accountOf(equity, { time });
  return measurePerformance({ name: "x", result, settings, benchmark: null });
}

describe("FAULTS 9: the equity chart", () => {
  const chartOf = (equity: readonly number[]) => {
    const time = Float64Array.from(equity, (_, bar) => Date.UTC(2000, 0, 1) + bar * 86_400_000);
    return equityChart(
      measurePerformance({ name: "x", result: accountOf(equity, { time }), settings, benchmark: null }),
      null,
    );
  };

  it.each([
    ["grew a little", [1000, 1100, 5000], false],
    ["grew twentyfold", [1000, 6000, 20_000], true],
    ["lost nearly all", [1000, 100, 10], false],
    ["grew twentyfold and was ruined", [1000, 30_000, -5], false],
  ])("begins on the logarithmic scale when the account %s: %j", (_, equity, startsLog) => {
    expect(chartOf(equity).startsLog).toBe(startsLog);
  });

  it("has that scale checked on the page", () => {
    const input = fixedInput();
    expect(renderTearsheet(input)).toMatch(/value="linear" checked>.*value="log">/);
  });
});

describe("the underwater chart", () => {
  it("numbers the five worst drawdowns", () => {
    const svg = underwaterChart(longAccount(100), null).svg?.toString() ?? "";
    const numbers = [...svg.matchAll(/<text class="rank"[^>]*>(\d)</g)].map((match) => match[1]);
    expect(numbers).toEqual(["1", "2", "3", "4", "5"]);
  });
});

describe("the bars by year", () => {
  const svg = yearlyBars(longAccount(480), null).svg?.toString() ?? "";

  it("has a bar a year, named by its tooltip", () => {
    expect(svg.match(/<rect class="bar/g)).toHaveLength(40);
    expect(svg).toContain("<title>1980: ");
  });

  it("labels no more years than there is room for", () => {
    const labels = [...svg.matchAll(/<text class="x[^>]*>(\d{4})</g)].map((match) => match[1]);
    expect(labels).toEqual([
      "1980",
      "1983",
      "1986",
      "1989",
      "1992",
      "1995",
      "1998",
      "2001",
      "2004",
      "2007",
      "2010",
      "2013",
      "2016",
      "2019",
    ]);
  });
});
