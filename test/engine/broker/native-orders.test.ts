import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OrderRequest } from "../../../src/engine/broker/broker.ts";
import { REJECTION_REASONS } from "../../../src/engine/fills/ledger.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { ONE_SYMBOL_EXITS } from "../support/one-symbol-exits.ts";
import { acting } from "../support/acting.ts";
import { arbitrarySettings, arbitraryTradeParams, barsOfAtLeast } from "../support/arbitrary.ts";
import { type Act, perform } from "../support/order-script.ts";
import { SlowOrders } from "../support/slow/slow-orders.ts";

const side = fc.constantFrom("buy" as const, "sell" as const);
const factor = fc.constantFrom(0.7, 0.9, 0.97, 1, 1.03, 1.1, 1.3);
const below = fc.constantFrom(0.6, 0.8, 0.95);
const above = fc.constantFrom(1.05, 1.2, 1.5);

const size = fc.oneof(
  fc.constant({}),
  fc.constantFrom(0.2, 5, 30, 300).map((units) => ({ units })),
  fc.constantFrom(20, 700, 5000).map((cash) => ({ cash })),
  fc.constantFrom(0.3, 1).map((fraction) => ({ fraction })),
);

const kind = fc.oneof(
  fc.constant({}),
  factor.map((limit) => ({ limit })),
  factor.map((stop) => ({ stop })),
  fc.tuple(factor, factor).map(([stop, limit]) => ({ stop, limit })),
  fc.constantFrom(0.02, 0.15).map((trail) => ({ trail })),
  fc.constant({ onClose: true }),
);

const patience = fc.constantFrom({}, { goodFor: 1 }, { goodFor: 3 });

/** Brackets around the price of the order, so that they never contradict it. */
const place: fc.Arbitrary<Act> = fc
  .tuple(side, kind, size, patience, below, above, fc.constantFrom(0, 0, 1, 2, 3), fc.constantFrom(0, 0, 0.1))
  .map(([own, how, much, wait, low, high, bracket, trailingStop]) => {
    const { limit, stop }: OrderRequest = how;
    const price = limit ?? stop ?? 1;
    const [loss, gain] = own === "buy" ? [low, high] : [high, low];
    const request: OrderRequest = {
      ...how,
      ...much,
      ...wait,
      ...(bracket & 1 ? { stopLoss: loss * price } : {}),
      ...(bracket & 2 ? { takeProfit: gain * price } : {}),
      ...(trailingStop > 0 ? { trailingStop } : {}),
    };
    return { kind: "place", side: own, request };
  });

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: place },
  { weight: 1, arbitrary: fc.nat(2).map((nth): Act => ({ kind: "cancel", nth })) },
  { weight: 1, arbitrary: fc.constantFrom(1, 0.5, 0.1).map((fraction): Act => ({ kind: "close", fraction })) },
  {
    weight: 1,
    arbitrary: fc
      .record(
        { stopLoss: fc.constantFrom(null, 0.8, 0.97, 1.03, 1.2), takeProfit: fc.constantFrom(null, 0.8, 1.2) },
        { requiredKeys: [] },
      )
      .map((stops): Act => ({ kind: "move", ...stops })),
  },
);

const scenario = fc.oneof(barsOfAtLeast(3), barsOfAtLeast(15)).chain((bars) =>
  fc.record({
    bars: fc.constant(bars),
    script: fc.array(fc.oneof(fc.constant([]), fc.array(act, { minLength: 1, maxLength: 3 })), {
      minLength: bars.close.length,
      maxLength: bars.close.length,
    }),
    settings: arbitrarySettings,
    params: arbitraryTradeParams,
  }),
);

describe("orders of the native profile", () => {
  it("are filled as the slow engine fills them, on random bars and scripts of orders of all kinds", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(scenario, ({ bars, script, settings, params }) => {
        const strategy = acting((bar, broker) => perform(script[bar] ?? [], broker, bars.close[bar] ?? 0));
        const fast = runBacktest({ strategy, bars: [bars], settings, params });
        const slow = new SlowOrders(bars, script, settings, params);
        expect(fast.rejections.map(({ bar, order, reason }) => `${bar} ${order} ${reason}`)).toEqual(slow.rejections);
        const places = fast.orders.map(({ bar, moment, side: own, reason }) => [bar, moment, own, reason]);
        expect(places).toEqual(
          slow.fills.map(({ bar, moment, units, reason }) => [bar, moment, units > 0 ? "buy" : "sell", reason]),
        );
        expectClose(
          fast.orders.flatMap(({ units, price, rawPrice, cash, position }) => [units, price, rawPrice, cash, position]),
          slow.fills.flatMap(({ units, price, rawPrice, cash, position }) => [
            Math.abs(units),
            price,
            rawPrice,
            cash,
            position,
          ]),
        );
        expectClose([...fast.equity], slow.equity);
        for (const { reason } of [...fast.orders, ...fast.rejections]) seen.add(reason);
      }),
      { numRuns: 2000, seed: 21 },
    );
    const impossible = new Set([
      "missed_fill",
      "no_price",
      "max_single_position_var",
      "max_portfolio_var",
      "not_member",
    ]);
    const reasons = [...ONE_SYMBOL_EXITS, ...REJECTION_REASONS].filter((reason) => !impossible.has(reason));
    expect([...seen].sort()).toEqual([...reasons].sort());
  });
});

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  const worst = expected.findIndex(
    (value, index) => !(Math.abs((actual[index] ?? Number.NaN) - value) <= 1e-9 * Math.max(1, Math.abs(value))),
  );
  if (worst >= 0) expect(actual[worst], `element ${worst}`).toBe(expected[worst]);
}
