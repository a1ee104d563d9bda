import { describe, expect, it } from "vitest";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { scripted } from "../support/arbitrary.ts";
import { flatBars, settingsOf } from "../support/sample-bars.ts";

/** Bought at the first bar, sold at the third; the expected orders are those of vectorbt 1.2.0. */
function ordersOf(prices: readonly number[], cash: number, lotSize: number) {
  const result = runBacktest({
    strategy: scripted({ entries: Uint8Array.of(1, 0, 0, 0), exits: Uint8Array.of(0, 0, 1, 0) }),
    bars: [flatBars(prices)],
    settings: settingsOf({ initialCapital: cash, execution: { ...PROFILE_EXECUTION.vectorbt, lotSize } }),
    params: {},
  });
  return result.orders.map(({ side, units }) => [side, Number(units.toPrecision(12))]);
}

describe("FAULTS 11.1: the profile vectorbt makes no order that vectorbt would not", () => {
  it.each([0, 1e-12])("of less than 1e-8 units, with lots of %d", (lotSize) => {
    expect(ordersOf([1.1e12, 1.1e12, 1.1e12, 1.1e12], 10_000, lotSize)).toEqual([]);
    expect(ordersOf([1e12, 1e12, 1e12, 1e12], 10_000, 0)).toEqual([
      ["buy", 1e-8],
      ["sell", 1e-8],
    ]);
  });

  it("of more lots than Python's floor division leaves: 9.9 bought for 1000 at 100, and 9.8 of them sold", () => {
    expect(ordersOf([100, 100, 110, 110], 1000, 0.1)).toEqual([
      ["buy", 9.9],
      ["sell", 9.8],
    ]);
    expect(ordersOf([100, 100, 110, 110], 1000, 0.5)).toEqual([
      ["buy", 10],
      ["sell", 10],
    ]);
  });
});
