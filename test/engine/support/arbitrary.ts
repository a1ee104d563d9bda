import * as fc from "fast-check";
import type { Params } from "../../../src/core/params/param-spec.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import type { BacktestSettings } from "../../../src/engine/settings.ts";
import { DIRECTIONS, FILL_PRICES, INTRABAR_ORDERS } from "../../../src/engine/execution-rules.ts";
import type { Signals } from "../../../src/engine/signals/signals.ts";
import { defineStrategy, type Strategy } from "../../../src/engine/strategy.ts";
import { barsOf, DAY_MS, settingsOf } from "./sample-bars.ts";
import type { SlowParams } from "./slow/slow-engine.ts";

const step = fc.integer({ min: -3000, max: 6000 }).map((bps) => bps / 10_000);

/**
 * Random walks of at least `minLength` and at most 40 bars with consistent open, high, low and close, and steps of up to 60 %,
 * so that shorts do go bankrupt; some with holidays, some with dividends of up to a fifth of the first price.
 */
export function barsOfAtLeast(minLength: number): fc.Arbitrary<Bars> {
  const wick = fc.double({ min: 0, max: 0.1, noNaN: true });
  const walks = fc.array(fc.tuple(step, step, wick), { minLength, maxLength: 40, size: "max" }).map(walk);
  return walks.chain((bars) => {
    const everyBar = { minLength: bars.close.length, maxLength: bars.close.length };
    return fc
      .record({
        days: fc.array(fc.constantFrom(1, 1, 1, 4), everyBar),
        dividend: fc.option(fc.array(fc.constantFrom(0, 0, 0, 0.7, 20), everyBar)),
      })
      .map(({ days, dividend }) => ({
        ...bars,
        time: datesAfter(days),
        ...(dividend !== null && { dividend: Float64Array.from(dividend) }),
      }));
  });
}

export const arbitraryBars: fc.Arbitrary<Bars> = barsOfAtLeast(2);

/** From 100 on, by the gap to each open, the move to its close, and the wicks beyond both, as fractions. */
function walk(steps: readonly (readonly [number, number, number])[]): Bars {
  let last = 100;
  return barsOf(
    steps.map(([gap, move, wick]) => {
      const open = last * (1 + gap);
      const close = open * (1 + move);
      last = close;
      return [open, Math.max(open, close) * (1 + wick), Math.min(open, close) * (1 - wick), close] as const;
    }),
  );
}

function datesAfter(days: readonly number[]): Float64Array {
  let time = Date.UTC(2020, 0, 1);
  return Float64Array.from(days, (count) => (time += count * DAY_MS));
}

export const arbitrarySettings: fc.Arbitrary<BacktestSettings> = fc
  .record({
    commissionBps: fc.constantFrom(0, 10, 250),
    commissionPerShare: fc.constantFrom(0, 0.005),
    commissionMin: fc.constantFrom(0, 1, 30),
    commissionFixed: fc.constantFrom(0, 2),
    slippageBps: fc.constantFrom(0, 5, 100),
    spreadBps: fc.constantFrom(0, 20),
    borrowBps: fc.constantFrom(0, 0, 300, 40_000),
    fill: fc.constantFrom(...FILL_PRICES),
    executionDelay: fc.constantFrom(1, 2, 5),
    direction: fc.constantFrom(...DIRECTIONS),
    lotSize: fc.constantFrom(0, 1, 0.5),
    closeAtEnd: fc.boolean(),
    intrabar: fc.constantFrom(...INTRABAR_ORDERS),
  })
  .map(({ fill, executionDelay, direction, lotSize, closeAtEnd, intrabar, ...costs }) => {
    const delay = fill === "close" ? 1 : executionDelay;
    return settingsOf({ costs, execution: { fill, executionDelay: delay, direction, lotSize, closeAtEnd, intrabar } });
  });

const NO_TRADE_PARAMS = {
  position_size: 1,
  stop_loss_pct: 0,
  take_profit_pct: 0,
  trailing_stop_pct: 0,
  cooldown_period: 0,
  max_holding: 0,
  order_units: 0,
  order_cash: 0,
};

const distance = fc.constantFrom(0, 2, 20);

export const arbitraryTradeParams: fc.Arbitrary<SlowParams & Params> = fc.oneof(
  fc.constant(NO_TRADE_PARAMS),
  fc.record({
    position_size: fc.constantFrom(1, 0.5),
    stop_loss_pct: distance,
    take_profit_pct: distance,
    trailing_stop_pct: distance,
    cooldown_period: fc.constantFrom(0, 1, 4),
    max_holding: fc.constantFrom(0, 1, 5),
    order_units: fc.constantFrom(0, 0, 7.5),
    order_cash: fc.constantFrom(0, 0, 500),
  }),
);

/** Signals for `barCount` bars, one in six set. */
export function arbitrarySignals(barCount: number): fc.Arbitrary<Required<Signals>> {
  const column = fc
    .array(fc.integer({ min: 0, max: 5 }), { minLength: barCount, maxLength: barCount })
    .map((numbers) => Uint8Array.from(numbers, (number) => (number === 0 ? 1 : 0)));
  return fc.record({ entries: column, exits: column, shortEntries: column, shortExits: column });
}

/** A strategy that says what it is told. */
export function scripted(signals: Signals): Strategy {
  return defineStrategy({ name: "scripted", params: {}, signals: () => signals });
}
