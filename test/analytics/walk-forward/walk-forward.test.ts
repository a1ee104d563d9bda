import { describe, expect, it } from "vitest";
import { joinParts } from "../../../src/analytics/walk-forward/join-parts.ts";
import { parameterStability } from "../../../src/analytics/walk-forward/parameter-stability.ts";
import { pickCells } from "../../../src/analytics/walk-forward/pick-cells.ts";
import { windowStatistics } from "../../../src/analytics/walk-forward/walk-forward.ts";
import { walkForwardWindows } from "../../../src/analytics/walk-forward/windows.ts";

const DAY_MS = 86_400_000;
const bars = (count: number) => ({ count, unit: "bars" }) as const;
const days = (count: number) => Float64Array.from({ length: count }, (_, day) => day * DAY_MS);
const plan = { inSample: bars(4), outOfSample: bars(2), step: bars(2), anchored: false, gap: 0 };

describe("walk-forward windows", () => {
  it("move along, the last one full", () => {
    expect(walkForwardWindows(days(10), plan)).toEqual([
      { inSample: { from: 0, to: 4 }, outOfSample: { from: 4, to: 6 } },
      { inSample: { from: 2, to: 6 }, outOfSample: { from: 6, to: 8 } },
      { inSample: { from: 4, to: 8 }, outOfSample: { from: 8, to: 10 } },
    ]);
    expect(walkForwardWindows(days(9), plan)).toHaveLength(2);
    expect(walkForwardWindows(days(5), plan)).toEqual([]);
  });

  it("grow from the first bar when anchored, and leave a gap", () => {
    const windows = walkForwardWindows(days(11), { ...plan, anchored: true, gap: 1 });
    expect(windows.map(({ inSample }) => [inSample.from, inSample.to])).toEqual([
      [0, 4],
      [0, 6],
      [0, 8],
    ]);
    expect(windows[0]?.outOfSample).toEqual({ from: 5, to: 7 });
  });

  it("are cut by the calendar, whatever the length of the months", () => {
    const years = { inSample: { count: 2, unit: "years" }, outOfSample: { count: 1, unit: "years" } } as const;
    const time = days(366 + 365 * 3 + 366).map((at) => at + Date.UTC(2000, 0, 1));
    const windows = walkForwardWindows(time, { ...plan, ...years, step: years.outOfSample });
    const dateOf = (bar: number) => new Date(time[bar] ?? Number.NaN).toISOString().slice(0, 10);
    expect(windows.map(({ outOfSample: { from, to } }) => [dateOf(from), dateOf(to - 1)])).toEqual([
      ["2002-01-01", "2002-12-31"],
      ["2003-01-01", "2003-12-31"],
      ["2004-01-01", "2004-12-31"],
    ]);
  });
});

describe("cells that are picked", () => {
  const scores = Float64Array.of(1, 5, Number.NaN, 3, 3.5, 3);
  const line = (cell: number) => Int32Array.from([cell - 1, cell + 1].filter((at) => at >= 0 && at < 6));
  const request = { scores, better: "higher", topN: 2, neighboursOf: line } as const;

  it("are the best, the best few, or the one on a plateau", () => {
    expect([...pickCells({ ...request, select: "best" })]).toEqual([1]);
    expect([...pickCells({ ...request, select: "top_mean" })]).toEqual([1, 4]);
    expect([...pickCells({ ...request, select: "plateau" })]).toEqual([5]);
  });

  it("are none when none competes", () => {
    const none = new Float64Array(3).fill(Number.NaN);
    for (const select of ["best", "plateau", "top_mean"] as const) {
      expect(pickCells({ ...request, scores: none, select })).toHaveLength(0);
    }
  });
});

describe("joined parts", () => {
  const part = (before: number, after: number) => ({
    equity: Float64Array.of(110, 121),
    before: 100,
    exposureBefore: before,
    exposureAfter: after,
  });
  const request = { parts: [part(0, 1), part(1, 0.5)], capital: 1000, follows: [false, true] };

  it("compound", () => {
    const { equity, seamCosts } = joinParts({ ...request, isCarried: false, costOf: () => 0.5 });
    expect(equity.at(-1)).toBeCloseTo(1000 * 1.1 ** 4, 9);
    expect(seamCosts).toEqual([0, 0]);
  });

  it("pay for a change of the position that is carried, and for going out where parts do not follow each other", () => {
    const costOf = (_: number, change: number): number => Math.abs(change) * 0.01;
    const carried = joinParts({ ...request, isCarried: true, costOf });
    expect(carried.seamCosts).toEqual([0, 0]);
    const apart = joinParts({ ...request, follows: [false, false], isCarried: true, costOf });
    expect(apart.seamCosts[1]).toBeCloseTo(1 - 0.99 * 0.99, 12);
    expect(apart.equity.at(-1)).toBeCloseTo(1000 * 1.1 ** 4 * 0.99 * 0.99, 9);
  });

  it("stay at 0 once the account is lost", () => {
    const lost = { equity: Float64Array.of(0, 50), before: 100, exposureBefore: 0, exposureAfter: 0 };
    const { equity, returns } = joinParts({ ...request, parts: [lost, part(0, 0)], isCarried: false, costOf: () => 0 });
    expect([...equity]).toEqual([0, 0, 0, 0]);
    expect([...returns]).toEqual([-1, 0, 0, 0]);
  });
});

describe("statistics of windows", () => {
  it("are undefined without a window, and efficiency without a past that earned", () => {
    expect(windowStatistics([], 252).efficiency.reason).toBe("too_few_bars");
    const flat = { inSampleReturn: 0, outOfSampleReturn: 0, inSampleBars: 5, outOfSampleBars: 5 };
    const found = windowStatistics([{ ...flat, inSampleScore: 0, outOfSampleScore: 0 }], 252);
    expect(found.efficiency.reason).toBe("not_computed");
    expect(found.profitable_windows.value).toBe(0);
    expect(found.correlation.reason).toBe("too_few_bars");
  });

  it("say how much parameters move", () => {
    const axis = { length: 3, isOrdered: true };
    expect(parameterStability([{ ...axis, positions: [1, 1, 1] }]).value).toBe(1);
    expect(parameterStability([{ ...axis, positions: [0, 2, 0] }]).value).toBe(0);
    expect(parameterStability([{ ...axis, positions: [0, 1, 1] }]).value).toBe(0.75);
    expect(parameterStability([{ ...axis, length: 1, positions: [0, 0] }]).reason).toBe("too_few_cells");
  });
});
