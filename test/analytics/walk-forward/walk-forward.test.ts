import { describe, expect, it } from "vitest";
import { walkForward } from "../../../src/analytics/walk-forward/walk-forward.ts";
import { type BarRange, walkForwardWindows } from "../../../src/analytics/walk-forward/windows.ts";
import { equityOf } from "../../../src/engine/metrics/series/returns.ts";
import { sharpe } from "../../../src/engine/metrics/series/reward/sharpe.ts";
import { maxDrawdown } from "../../engine/support/max-drawdown.ts";
import { returnsFromOne } from "../support/fifteen-cells.ts";
import { FIFTEEN_PAIRS, obviousMaCross } from "../support/obvious-ma-cross.ts";
import { sp500 } from "../../engine/support/sample-bars.ts";

const { close } = sp500();

function returnsOf(cell: number, range: BarRange): Float64Array {
  return returnsFromOne(obviousMaCross(close, FIFTEEN_PAIRS[cell] ?? [1, 2], range).equity);
}

const plan = { bars: close.length, inSample: 1000, outOfSample: 250, step: 250 };
const result = walkForward({
  plan,
  better: "higher",
  barsPerYear: 252,
  backtest: {
    scores: (range) =>
      Float64Array.from(FIFTEEN_PAIRS, (_, cell) => sharpe(returnsOf(cell, range), 252).value ?? Number.NaN),
    returns: returnsOf,
  },
});

describe("walk-forward over the 15 crossover cells", () => {
  it("picks the published winners in 16 windows", () => {
    const expected =
      "10,200 50,200 50,200 20,50 50,200 50,200 50,200 5,100 5,100 50,100 50,100 20,200 50,200 10,100 100,200 100,200";
    expect(result.windows.map(({ cell }) => String(FIFTEEN_PAIRS[cell])).join(" ")).toBe(expected);
  });

  it("has the published record out of sample", () => {
    expect(result.outOfSampleReturn.value).toBeCloseTo(0.48790464564863845, 12);
    expect(sharpe(result.returns, 252).value).toBeCloseTo(0.40775444888984613, 12);
    expect(maxDrawdown(equityOf(result.returns, 1), 1)).toBeCloseTo(0.15384034164548077, 12);
    expect(result.efficiency.value).toBeCloseTo(0.3450211054466494, 12);
    expect(result.profitableWindows.value).toBe(0.4375);
  });

  it("joins the windows without a gap", () => {
    expect(result.returns.length).toBe(16 * 250);
  });
});

describe("walk-forward windows", () => {
  it("move along, the last one full", () => {
    expect(walkForwardWindows({ bars: 10, inSample: 4, outOfSample: 2, step: 2 })).toEqual([
      { inSample: { from: 0, to: 4 }, outOfSample: { from: 4, to: 6 } },
      { inSample: { from: 2, to: 6 }, outOfSample: { from: 6, to: 8 } },
      { inSample: { from: 4, to: 8 }, outOfSample: { from: 8, to: 10 } },
    ]);
    expect(walkForwardWindows({ bars: 9, inSample: 4, outOfSample: 2, step: 2 }).length).toBe(2);
  });

  it("grow from the first bar when anchored", () => {
    const windows = walkForwardWindows({ bars: 10, inSample: 4, outOfSample: 2, step: 2, anchored: true });
    expect(windows.map(({ inSample }) => [inSample.from, inSample.to])).toEqual([
      [0, 4],
      [0, 6],
      [0, 8],
    ]);
  });
});

describe("walk-forward without a pick", () => {
  const none = { scores: () => Float64Array.of(Number.NaN), returns: () => new Float64Array(1) };

  it("leaves the window out and says too few bars", () => {
    const empty = walkForward({ plan, better: "higher", barsPerYear: 252, backtest: none });
    expect(empty.windows).toEqual([]);
    expect(empty.efficiency.reason).toBe("too_few_bars");
  });

  it("has no efficiency when the past earned nothing", () => {
    const flat = { scores: () => Float64Array.of(0), returns: () => new Float64Array(5) };
    const found = walkForward({
      plan: { bars: 10, inSample: 5, outOfSample: 5, step: 5 },
      better: "higher",
      barsPerYear: 252,
      backtest: flat,
    });
    expect(found.efficiency.reason).toBe("not_computed");
    expect(found.profitableWindows.value).toBe(0);
  });
});
