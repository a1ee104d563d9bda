import { describe, expect, it } from "vitest";
import type { Broker, OpenTrade } from "../../../src/engine/broker/broker.ts";
import type { ExecutionModel } from "../../../src/engine/settings.ts";
import { FLAT, fills, only, play, roundTrips, type Row } from "../support/play-orders.ts";

describe("several trades in the profile backtesting.py", () => {
  const two = { 1: (broker: Broker) => broker.buy({ units: 5 }), 2: (broker: Broker) => broker.buy({ units: 3 }) };

  it("are closed oldest first by an order of the other side, which opens a trade with what is left", () => {
    const rows: readonly Row[] = [FLAT, FLAT, FLAT, [102, 103, 101, 102], [104, 105, 103, 104]];
    const sell = (units: number, execution: Partial<ExecutionModel> = {}) =>
      roundTrips(play({ rows, execution, at: { ...two, 3: (broker) => broker.sell({ units }) } }));
    expect(sell(6)).toEqual(["long 5: 2 at 100, 4 at 104", "long 1: 3 at 102, 4 at 104", "long 2: 3 at 102, open"]);
    expect(sell(10)).toEqual(["long 5: 2 at 100, 4 at 104", "long 3: 3 at 102, 4 at 104", "short 2: 4 at 104, open"]);
    expect(sell(6, { hedging: true })).toEqual([
      "long 5: 2 at 100, open",
      "long 3: 3 at 102, open",
      "short 6: 4 at 104, open",
    ]);
    expect(sell(6, { exclusiveOrders: true })).toEqual([
      "long 5: 2 at 100, 3 at 102",
      "long 3: 3 at 102, 4 at 104",
      "short 6: 4 at 104, open",
    ]);
  });

  it("of both sides are hedged one by one, also where nothing is held on the whole", () => {
    const { metrics, position } = play({
      rows: [FLAT, FLAT, FLAT, FLAT],
      execution: { hedging: true },
      at: { 1: (broker) => broker.buy({ units: 5 }), 2: (broker) => broker.sell({ units: 5 }) },
    });
    expect([...position]).toEqual([0, 0, 5, 0]);
    expect(metrics).toMatchObject({ total_trades: 2, open_trades: 2 });
  });

  it("carry the fixed commission of their entry with each part that is closed", () => {
    const result = play({
      rows: [FLAT, FLAT, FLAT, FLAT, FLAT],
      costs: { commissionFixed: 7 },
      at: {
        1: (broker) => broker.buy({ units: 4 }),
        2: (broker) => only(broker.trades).close(0.5),
        3: (broker) => broker.close(),
      },
    });
    expect(result.trades.map(({ pnl }) => pnl)).toEqual([-14, -14]);
    expect(result.metrics.total_fees).toBe(21);
    expect(result.metrics.final_equity).toBe(10_000 - 21);
  });

  it("that are left in part have that part of their entry's commission", () => {
    const result = play({
      rows: [FLAT, FLAT, FLAT, FLAT],
      costs: { commissionBps: 100 },
      at: { 1: (broker) => broker.buy({ units: 4 }), 2: (broker) => only(broker.trades).close(0.25) },
    });
    expect(result.trades.map(({ open, units, entryFee }) => [open, units, entryFee])).toEqual([
      [false, 1, 1],
      [true, 3, 3],
    ]);
  });

  it("are closed by an order whose own trade the cooldown forbids", () => {
    const result = play({
      rows: [FLAT, FLAT, FLAT, FLAT],
      params: { cooldown_period: 1 },
      at: { 1: (broker) => broker.buy({ units: 4 }), 2: (broker) => broker.sell({ units: 9 }) },
    });
    expect(roundTrips(result)).toEqual(["long 4: 2 at 100, 3 at 100"]);
    expect(result.rejections).toEqual([{ symbol: "TEST", bar: 3, order: "entry", reason: "cooldown" }]);
  });

  it("are closed in parts of whole units, halves to the even number, at least one", () => {
    const closed = (units: number, fraction: number) =>
      play({
        rows: [FLAT, FLAT, FLAT, FLAT],
        at: { 1: (broker) => broker.buy({ units }), 2: (broker) => only(broker.trades).close(fraction) },
      }).orders[1]?.units;
    expect([closed(5, 0.5), closed(7, 0.5), closed(3, 0.1), closed(9, 0.3)]).toEqual([2, 4, 1, 3]);
  });

  it("keep whole lots without rounding errors", () => {
    const result = play({
      rows: [FLAT, FLAT, FLAT, FLAT, FLAT, FLAT],
      execution: { lotSize: 0.1 },
      at: {
        1: (broker) => broker.buy({ units: 0.1 }),
        2: (broker) => broker.buy({ units: 0.2 }),
        3: (broker) => broker.sell({ units: 0.3 }),
      },
    });
    expect(result.trades.filter(({ open }) => open)).toEqual([]);
    expect([...result.position].slice(3)).toEqual([expect.closeTo(0.3, 12), 0, 0]);
  });

  it("are all closed by ruin but every other one, as there", () => {
    const result = play({
      rows: [FLAT, FLAT, FLAT, [100, 100, 40, 40], FLAT],
      execution: { leverage: 10 },
      at: {
        1: (broker) => {
          for (const units of [200, 100, 50]) broker.buy({ units });
        },
      },
    });
    expect(roundTrips(result)).toEqual([
      "long 200: 2 at 100, 3 at 40",
      "long 50: 2 at 100, 3 at 40",
      "long 100: 2 at 100, open",
    ]);
    expect([...result.equity]).toEqual([10_000, 10_000, 10_000, 0, 0]);
    expect([...result.position]).toEqual([0, 0, 350, 0, 0]);
  });
});

describe("the stops of a trade in the profile backtesting.py", () => {
  const enter = (broker: Broker) => broker.buy({ units: 1, stopLoss: 95, takeProfit: 110 });

  it("work on the bar of a market entry, the stop before the target", () => {
    expect(roundTrips(play({ rows: [FLAT, FLAT, [100, 120, 90, 100]], at: { 1: enter } }))).toEqual([
      "long 1: 2 at 100, 2 at 95",
    ]);
  });

  it("move, end, and are seen among the orders", () => {
    const seen: (readonly [number | null, number | null, number])[] = [];
    const note = (trade: OpenTrade, broker: Broker) =>
      seen.push([trade.stopLoss, trade.takeProfit, broker.orders.length]);
    const result = play({
      rows: [FLAT, FLAT, FLAT, FLAT, FLAT, [100, 100, 97, 98], FLAT],
      at: {
        1: enter,
        2: (broker) => {
          const trade = only(broker.trades);
          note(trade, broker);
          trade.moveStops({ stopLoss: 98, takeProfit: null });
          note(trade, broker);
        },
        3: (broker) => {
          for (const order of broker.orders) broker.cancel(order);
          note(only(broker.trades), broker);
        },
        4: (broker) => only(broker.trades).moveStops({ stopLoss: 97 }),
      },
    });
    expect(seen).toEqual([
      [95, 110, 2],
      [98, null, 1],
      [null, null, 0],
    ]);
    expect(result.trades.map(({ exitPrice, exitBar, reason }) => [exitPrice, exitBar, reason])).toEqual([
      [97, 5, "stop_loss"],
    ]);
  });

  it("are told from the orders that the strategy gave, which it may take back alone", () => {
    const result = play({
      rows: [FLAT, FLAT, FLAT, FLAT, [100, 100, 90, 92], FLAT],
      at: {
        1: enter,
        2: (broker) => broker.buy({ units: 2, limit: 96 }),
        3: (broker) => {
          for (const order of broker.orders) if (!order.isContingent) broker.cancel(order);
          expect(broker.orders.map(({ isContingent }) => isContingent)).toEqual([true, true]);
        },
      },
    });
    expect(roundTrips(result)).toEqual(["long 1: 2 at 100, 4 at 95"]);
  });

  it("trail when asked to, which backtesting.py's own broker cannot", () => {
    const result = play({
      rows: [FLAT, FLAT, [100, 120, 99, 118], [118, 119, 107, 110], FLAT],
      at: { 1: (broker) => broker.buy({ units: 1, trailingStop: 0.1 }) },
    });
    expect(only(result.trades)).toMatchObject({ exitBar: 3, exitPrice: 108, reason: "trailing_stop" });
  });

  it("of a closed trade stay away", () => {
    const kept: OpenTrade[] = [];
    const result = play({
      rows: [FLAT, FLAT, FLAT, FLAT, FLAT, FLAT],
      at: {
        1: enter,
        2: (broker) => {
          kept.push(only(broker.trades));
          broker.close();
        },
        3: (broker) => {
          only(kept).moveStops({ stopLoss: 99.5 });
          only(kept).close();
          expect([broker.orders.length, only(kept).units, broker.position]).toEqual([0, 0, 0]);
        },
      },
    });
    expect(fills(result)).toHaveLength(2);
  });
});
