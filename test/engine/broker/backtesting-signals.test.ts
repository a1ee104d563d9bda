import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Broker } from "../../../src/engine/broker/broker.ts";
import { SWEEP_METRIC_IDS } from "../../../src/engine/metrics/metric-catalogue.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import type { BacktestSettings } from "../../../src/engine/settings.ts";
import type { Direction } from "../../../src/engine/execution-rules.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import type { Signals } from "../../../src/engine/signals/signals.ts";
import type { Strategy } from "../../../src/engine/strategy.ts";
import { sweepCells } from "../../../src/engine/sweep-cells.ts";
import { ONE_SYMBOL_EXITS } from "../support/one-symbol-exits.ts";
import { acting, heard } from "../support/acting.ts";
import {
  arbitrarySettings,
  arbitrarySignals,
  arbitraryTradeParams,
  barsOfAtLeast,
  scripted,
} from "../support/arbitrary.ts";

const arbitraryScenario = barsOfAtLeast(2).chain((bars) =>
  fc.record({
    bars: fc.constant(bars),
    signals: arbitrarySignals(bars.close.length),
    params: arbitraryTradeParams.map((params) => ({ ...params, order_units: 0, order_cash: 0 })),
    settings: fc
      .tuple(arbitrarySettings, fc.constantFrom(1, 1, 3), fc.constantFrom(1, 1, 0.7), fc.constantFrom(1, 1, 0, 0.1))
      .map(([{ costs, execution, ...others }, leverage, fillProbability, lotSize]): BacktestSettings => {
        const { fill, direction, closeAtEnd } = execution;
        return {
          ...others,
          costs: { ...costs, fillProbability, commissionPerShare: 0, commissionMin: 0, borrowBps: 0 },
          execution: { ...PROFILE_EXECUTION["backtesting.py"], fill, direction, closeAtEnd, leverage, lotSize },
        };
      }),
  }),
);

/** Closes what stands against an entry, and enters, as users of backtesting.py write it. */
function byOrders(signals: Required<Signals>, direction: Direction): Strategy {
  const sides = heard(direction);
  const told = (column: Uint8Array, side: "long" | "short", bar: number) => column[bar] === 1 && sides.includes(side);
  return acting((bar, broker) => {
    const longIn = told(signals.entries, "long", bar);
    const longOut = told(signals.exits, "long", bar);
    const shortIn = told(signals.shortEntries, "short", bar);
    const shortOut = told(signals.shortExits, "short", bar);
    const side = Number(longIn && !longOut) - Number(shortIn && !shortOut);
    if (side !== 0) enter(broker, side);
    else if (broker.position > 0 && longOut && !longIn) broker.close();
    else if (broker.position < 0 && shortOut && !shortIn) broker.close();
  });
}

function enter(broker: Broker, side: number): void {
  if (broker.position * side > 0) return;
  broker.close();
  if (side > 0) broker.buy();
  else broker.sell();
}

describe("the broker of the backtesting.py profile", () => {
  it("trades market orders as the signal kernel trades signals, bit for bit", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(arbitraryScenario, ({ bars, signals, settings, params }) => {
        const request = { bars: [bars], settings };
        const told = scripted(signals);
        const acts = byOrders(signals, settings.execution.direction);
        const { rejections: refused, ...one } = runBacktest({ ...request, strategy: told, params });
        const { rejections, ...two } = runBacktest({ ...request, strategy: acts, params });
        expect(two).toStrictEqual(one);
        // A reversal that is missed is one signal, but two orders; and a ruined account is asked no more.
        const isRuined = (one.metrics.final_equity ?? 0) <= 0;
        if (settings.costs.fillProbability === 1 && !isRuined) expect(rejections).toStrictEqual(refused);
        const swept = sweepCells({ ...request, strategy: acts, cells: [{}, params] }).metrics;
        for (const id of SWEEP_METRIC_IDS) expect(swept[id][1], id).toBe(one.metrics[id] ?? Number.NaN);
        for (const { reason } of [...one.trades, ...rejections]) seen.add(reason);
        for (const { moment } of one.orders) seen.add(moment);
      }),
      { numRuns: 1000, seed: 14 },
    );
    const others = ["missed_fill", "no_cash", "cooldown", "open", "inside", "close"];
    expect([...seen].sort()).toEqual([...ONE_SYMBOL_EXITS, ...others].sort());
  });
});
