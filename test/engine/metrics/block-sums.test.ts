import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockSumsOf } from "../../../src/analytics/overfitting/block-sums.ts";
import { returnsOf } from "../../../src/engine/metrics/series/returns.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { smaCross } from "../../../src/engine/strategies/sma-cross.ts";
import { defineStrategy } from "../../../src/engine/strategy.ts";
import { prepareSweep, sweepCells } from "../../../src/engine/sweep-cells.ts";
import {
  arbitraryBars,
  arbitrarySettings,
  arbitrarySignals,
  arbitraryTradeParams,
  scripted,
} from "../support/arbitrary.ts";
import { flatBars, settingsOf, sp500 } from "../support/sample-bars.ts";

const bars = [sp500()];
const settings = settingsOf({ costs: { commissionBps: 10 } });

function expectClose(actual: Float64Array | undefined, expected: Float64Array): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs((actual?.[i] ?? Number.NaN) - value), `${i}: ${value}`).toBeLessThanOrEqual(
      1e-12 * (1 + Math.abs(value)),
    );
  }
}

describe("the block sums of a sweep", () => {
  it("are those of the returns of the full kernel's curve, for any bars, settings and signals", () => {
    const cases = arbitraryBars.chain((random) =>
      fc.record({
        random: fc.constant(random),
        signals: arbitrarySignals(random.close.length),
        randomSettings: arbitrarySettings,
        params: arbitraryTradeParams,
        blocks: fc.constantFrom(2, 4, 16),
      }),
    );
    fc.assert(
      fc.property(cases, ({ random, signals, randomSettings, params, blocks }) => {
        const request = { strategy: scripted(signals), bars: [random], settings: randomSettings };
        const { equity } = runBacktest({ ...request, params });
        const expected = blockSumsOf([returnsOf(equity, randomSettings.initialCapital)], blocks);
        const { blockSums } = sweepCells({ ...request, cells: [params], blocks });
        expectClose(blockSums?.sum, expected.sum);
        expectClose(blockSums?.sumOfSquares, expected.sumOfSquares);
      }),
      { numRuns: 300 },
    );
  });

  it("are those of the curves on real bars too, whether part of the account or all of it is in the market", () => {
    const cells = [0.95, 1].flatMap((size) => [5, 20].map((fast) => ({ fast, slow: 100, position_size: size })));
    const curves = cells.map((params) => runBacktest({ strategy: smaCross, bars, settings, params }).equity);
    const expected = blockSumsOf(
      curves.map((equity) => returnsOf(equity, settings.initialCapital)),
      16,
    );
    const { blockSums } = sweepCells({ strategy: smaCross, bars, settings, cells, blocks: 16 });
    expectClose(blockSums?.sum, expected.sum);
    expectClose(blockSums?.sumOfSquares, expected.sumOfSquares);
  });

  it("can be followed by hand: bought for 100, which become 110, 99 and 99", () => {
    const strategy = defineStrategy({
      name: "all in",
      params: {},
      signals: () => ({ entries: Uint8Array.of(1, 0, 0, 0), exits: new Uint8Array(4) }),
    });
    const { blockSums } = sweepCells({
      strategy,
      bars: [flatBars([100, 100, 110, 99])],
      settings: settingsOf(),
      cells: [{}],
      blocks: 2,
    });
    expectClose(blockSums?.sum, Float64Array.of(0, 0.1 - 0.1));
    expectClose(blockSums?.sumOfSquares, Float64Array.of(0, 0.02));
  });

  it("count the growth of a debt as a loss: a vectorbt account of 10,000 that owes 5,000, 6,000 and 4,000", () => {
    const request = {
      strategy: scripted({ entries: new Uint8Array(4), exits: Uint8Array.of(1, 0, 0, 0) }),
      bars: [flatBars([100, 250, 260, 240])],
      settings: settingsOf({ execution: { ...PROFILE_EXECUTION.vectorbt, direction: "short" } }),
    };
    expect([...runBacktest({ ...request, params: {} }).equity]).toEqual([10_000, -5000, -6000, -4000]);
    const { blockSums } = sweepCells({ ...request, cells: [{}], blocks: 2 });
    expectClose(blockSums?.sum, Float64Array.of(-1.5, 1 / 3 - 0.2));
    expectClose(blockSums?.sumOfSquares, Float64Array.of(2.25, 1 / 9 + 0.04));
  });

  it("are those of the curve when a part of a short is left without any cash", () => {
    const request = {
      strategy: scripted({ entries: Uint8Array.of(0, 0, 0, 1, 0, 0), exits: Uint8Array.of(1, 0, 0, 0, 0, 0) }),
      bars: [flatBars([100, 250, 260, 240, 255, 245])],
      settings: settingsOf({
        initialCapital: 50,
        costs: { commissionBps: 10, commissionFixed: 3 },
        execution: { ...PROFILE_EXECUTION.vectorbt, direction: "short" },
      }),
    };
    const { equity, trades } = runBacktest({ ...request, params: {} });
    expect(trades.map(({ open }) => open)).toEqual([false, true]);
    const expected = blockSumsOf([returnsOf(equity, 50)], 2);
    const { blockSums } = sweepCells({ ...request, cells: [{}], blocks: 2 });
    expectClose(blockSums?.sum, expected.sum);
    expectClose(blockSums?.sumOfSquares, expected.sumOfSquares);
  });

  it("leave the metrics as they are, and are there only when they were asked for", () => {
    const request = { strategy: smaCross, bars, settings };
    const cells = [{ fast: 5, slow: 50 }];
    const { blockSums, ...others } = prepareSweep({ ...request, blocks: 16 }).run(cells);
    expect(blockSums?.sum).toHaveLength(16);
    expect(prepareSweep(request).run(cells)).toEqual(others);
  });

  it("of a failed cell are NaN", () => {
    const cells = [{ fast: 5, slow: 50 }, { nonsense: 1 }, { fast: 5, slow: 50 }];
    const { blockSums, failures } = sweepCells({ strategy: smaCross, bars, settings, cells, blocks: 4 });
    expect(failures).toHaveLength(1);
    expect(blockSums?.sum.subarray(4, 8)).toEqual(new Float64Array(4).fill(Number.NaN));
    expect(blockSums?.sum.subarray(8)).toEqual(blockSums?.sum.subarray(0, 4));
  });
});
