import { describe, expect, it } from "vitest";
import type { Broker, OrderRequest } from "../../../src/engine/broker/broker.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { PROFILE_EXECUTION, type Profile } from "../../../src/engine/profiles/registry.ts";
import { acting } from "../support/acting.ts";
import { flatBars, settingsOf } from "../support/sample-bars.ts";

/** Lets a strategy act at the second close of four, when it holds a position of 100 units. */
function attempt(act: (broker: Broker) => void, profile: Profile = "native") {
  return () =>
    runBacktest({
      strategy: acting((bar, broker) => {
        if (bar === 0) broker.buy();
        if (bar === 1) act(broker);
      }),
      bars: [flatBars([100, 100, 100, 100])],
      settings: settingsOf({ execution: PROFILE_EXECUTION[profile] }),
      params: {},
    });
}

describe("a request that makes no sense is refused with a reason", () => {
  const cases: readonly (readonly [OrderRequest, string])[] = [
    [{ units: -1 }, "`units` must be a number above 0, not -1"],
    [{ cash: Number.POSITIVE_INFINITY }, "`cash` must be a number above 0, not Infinity"],
    [{ fraction: 1.5 }, "`fraction` must be above 0 and at most 1, not 1.5"],
    [{ limit: Number.NaN }, "`limit` must be a number above 0, not NaN"],
    [{ trail: 0 }, "`trail` must be above 0 and at most 1, not 0"],
    [{ units: 1, cash: 1 }, "one of `units`, `cash` and `fraction`"],
    [{ limit: 1, trail: 0.1 }, "exclude each other"],
    [{ stop: 1, onClose: true }, "exclude each other"],
    [{ goodFor: 0.5 }, "`goodFor` is a whole number of bars, at least 1, not 0.5"],
    [{ limit: 100, stopLoss: 101 }, "`stopLoss` < its price < `takeProfit`, not 101, 100"],
    [{ stopLoss: 101, takeProfit: 99 }, "not 101, 99"],
  ];
  for (const [request, message] of cases) {
    it(JSON.stringify(request), () => {
      expect(attempt((broker) => broker.buy(request))).toThrow(message);
    });
  }

  it("a name that no order knows, with the one that was meant", () => {
    const names: readonly (readonly [object, string])[] = [
      [{ stoploss: 90 }, 'An order has no `stoploss`. Did you mean "stopLoss"?'],
      [{ sl: 90 }, 'An order has no `sl`. Did you mean "stopLoss"?'],
      [{ size: 0.5 }, 'Did you mean "fraction" or "units"?'],
      [{ colour: 1 }, "it has units, cash, fraction, limit,"],
    ];
    for (const [misspelt, message] of names) {
      for (const profile of ["native", "backtesting.py"] as const) {
        expect(attempt((broker) => broker.buy({ ...misspelt }), profile)).toThrow(message);
      }
    }
  });

  it("the bracket of a sale the wrong way round", () => {
    expect(attempt((broker) => broker.sell({ stopLoss: 90, takeProfit: 110 }))).toThrow("`takeProfit` < its price");
  });

  it("a stop moved nowhere, and more of a trade than there is", () => {
    expect(attempt((broker) => broker.trades[0]?.moveStops({ stopLoss: Number.NaN }))).toThrow("`stopLoss` must be");
    expect(attempt((broker) => broker.trades[0]?.close(2))).toThrow("`fraction` must be");
  });

  it("with the bar at which it was asked", () => {
    expect(attempt((broker) => broker.buy({ units: 0 }))).toThrow("(at bar 1, 2020-01-02)");
  });
});

describe("the profile vectorbt", () => {
  it("knows market orders of the whole position only", () => {
    expect(attempt((broker) => broker.buy({ units: 1 }), "vectorbt")).toThrow("whole position only, not `units`");
    expect(attempt((broker) => broker.sell({ limit: 1 }), "vectorbt")).toThrow("not `limit`");
    expect(attempt((broker) => broker.trades[0]?.close(0.5), "vectorbt")).toThrow("not closing a part");
    expect(attempt((broker) => broker.trades[0]?.moveStops({}), "vectorbt")).toThrow("not moving stops");
  });

  it("shows its position as a trade, with the stops of the cell", () => {
    const { trades } = attempt((broker) => {
      expect(broker.trades.map(({ units, entryPrice, stopLoss }) => [units, entryPrice, stopLoss])).toEqual([
        [100, 100, null],
      ]);
      broker.close();
    }, "vectorbt")();
    expect(trades[0]).toMatchObject({ entryBar: 0, exitBar: 1, open: false });
    expect.assertions(2);
  });
});
