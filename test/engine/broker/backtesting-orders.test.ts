import { describe, expect, it } from "vitest";
import type { Broker, Order } from "../../../src/engine/broker/broker.ts";
import { FLAT, fills, only, play, roundTrips, type Row } from "../support/play-orders.ts";

describe("a limit or stop order in the profile backtesting.py", () => {
  const rows: readonly Row[] = [FLAT, FLAT, [100, 105, 95, 100], FLAT];
  const filled = (request: Parameters<Broker["buy"]>[0], side: "buy" | "sell" = "buy") =>
    fills(play({ rows, at: { 1: (broker) => broker[side]({ units: 1, ...request }) } }));

  it("is filled when the price just touches it, at its price, or at the open that lies beyond", () => {
    expect(filled({ limit: 95 })).toEqual(["2 inside: buy 1 at 95"]);
    expect(filled({ limit: 102 })).toEqual(["2 open: buy 1 at 100"]);
    expect(filled({ stop: 105 })).toEqual(["2 inside: buy 1 at 105"]);
    expect(filled({ stop: 97 })).toEqual(["2 open: buy 1 at 100"]);
    expect(filled({ limit: 105 }, "sell")).toEqual(["2 inside: sell 1 at 105"]);
    expect(filled({ stop: 95 }, "sell")).toEqual(["2 inside: sell 1 at 95"]);
    expect(filled({ limit: 94.9 })).toEqual([]);
    expect(filled({ stop: 105.1 })).toEqual([]);
  });

  it("that has both is filled at its stop where its limit lies beyond, and else waits for its limit from the next bar on", () => {
    expect(filled({ stop: 103, limit: 104 })).toEqual(["2 inside: buy 1 at 103"]);
    expect(filled({ stop: 103, limit: 103 })).toEqual(["3 open: buy 1 at 100"]);
    expect(filled({ stop: 103, limit: 99.5 })).toEqual(["3 inside: buy 1 at 99.5"]);
    expect(filled({ stop: 97, limit: 97 }, "sell")).toEqual(["3 open: sell 1 at 100"]);
  });

  it("waits until it is filled, cancelled or too old", () => {
    const given: Order[] = [];
    const result = play({
      rows: [FLAT, FLAT, FLAT, FLAT, [100, 100, 90, 95]],
      at: {
        1: (broker) => {
          given.push(broker.buy({ units: 1, limit: 95 }), broker.buy({ units: 2, limit: 94, goodFor: 2 }));
          given.push(broker.buy({ units: 3, limit: 93 }));
        },
        2: (broker) => broker.cancel(broker.orders[2] ?? only([])),
      },
    });
    expect(fills(result)).toEqual(["4 inside: buy 1 at 95"]);
    expect(given.map(({ state }) => state)).toEqual(["filled", "expired", "cancelled"]);
  });

  it("that is good for two bars is filled in the second, and gone in the third", () => {
    const rows = (bar: number) =>
      Array.from({ length: 6 }, (_, index): Row => (index === bar ? [100, 100, 90, 95] : FLAT));
    const filledAt = (bar: number) =>
      fills(play({ rows: rows(bar), at: { 1: (broker) => broker.buy({ units: 1, limit: 95, goodFor: 2 }) } }));
    expect(filledAt(3)).toEqual(["3 inside: buy 1 at 95"]);
    expect(filledAt(4)).toEqual([]);
  });

  it("has the cell's stop at its distance from the order's own price", () => {
    const result = play({
      rows: [FLAT, FLAT, [100, 100, 79, 80], [80, 80, 72, 75]],
      params: { stop_loss_pct: 10 },
      at: { 1: (broker) => broker.buy({ units: 1, limit: 80 }) },
    });
    expect(roundTrips(result)).toEqual(["long 1: 2 at 80, 3 at 72"]);
  });

  it("has its stop loss looked at from the next bar on, unless the target lay on the way and the loss did not", () => {
    const day: Row = [100, 110, 95, 108];
    const after: Row = [108, 109, 107, 108];
    const enter = (stopLoss: number, takeProfit: number) =>
      roundTrips(
        play({
          rows: [FLAT, FLAT, day, after],
          at: { 1: (broker) => broker.buy({ units: 1, stop: 103, stopLoss, takeProfit }) },
        }),
      );
    expect(enter(94, 106)).toEqual(["long 1: 2 at 103, 2 at 106"]);
    expect(enter(96, 106)).toEqual(["long 1: 2 at 103, 3 at 108"]);
    expect(enter(95, 106)).toEqual(["long 1: 2 at 103, 3 at 108"]);
  });
});

describe("trade_on_close", () => {
  it("fills at the close of the order's own bar, which the account learns of in the next", () => {
    const result = play({
      rows: [FLAT, [100, 110, 100, 105], [107, 108, 90, 95], FLAT],
      execution: { fill: "close" },
      costs: { commissionFixed: 3 },
      at: { 1: (broker) => broker.buy({ units: 10 }) },
    });
    expect(fills(result)).toEqual(["1 close: buy 10 at 105"]);
    expect([...result.equity]).toEqual([10_000, 10_000, 10_000 - 3 - 100, 10_000 - 3 - 50]);
    expect([...result.position]).toEqual([0, 0, 10, 10]);
    expect(only(result.trades)).toMatchObject({ entryBar: 1, mae: 1 - 90 / 105, mfe: 108 / 105 - 1 });
    expect(result.stamps).toEqual(["same-bar fill"]);
  });

  it("closes there too: the trade has what happened in that bar, and lasts until then", () => {
    const result = play({
      rows: [FLAT, FLAT, FLAT, [100, 130, 70, 105], [107, 150, 50, 95]],
      execution: { fill: "close" },
      at: { 1: (broker) => broker.buy({ units: 10 }), 3: (broker) => broker.close() },
    });
    expect(only(result.trades)).toMatchObject({ exitBar: 3, exitPrice: 105, mae: 1 - 70 / 100, mfe: 130 / 100 - 1 });
    expect(result.metrics.avg_duration).toBe(2);
  });

  it("closes at the end at the close before the last", () => {
    const result = play({
      rows: [FLAT, FLAT, [100, 110, 100, 105], [107, 108, 90, 95]],
      execution: { fill: "close", closeAtEnd: true },
      at: { 1: (broker) => broker.buy({ units: 10 }) },
    });
    expect(roundTrips(result)).toEqual(["long 10: 1 at 100, 2 at 105"]);
  });
});

describe("what the profile backtesting.py refuses", () => {
  it("is sizes and orders that its broker does not know, and brackets on the wrong side of the price", () => {
    const refusals = (requests: readonly Parameters<Broker["buy"]>[0][], side: "buy" | "sell") => {
      const messages: string[] = [];
      play({
        rows: [FLAT, FLAT, FLAT],
        costs: { spreadBps: 100 },
        at: {
          1: (broker) => {
            for (const request of requests) {
              try {
                broker[side](request);
              } catch (thrown) {
                messages.push(thrown instanceof RangeError ? thrown.message : String(thrown));
              }
            }
          },
        },
      });
      return messages;
    };
    expect(refusals([{ cash: 500 }, { trail: 0.1 }, { onClose: true }], "buy")).toEqual([
      expect.stringContaining("`cash`"),
      expect.stringContaining("`trail`"),
      expect.stringContaining("`onClose`"),
    ]);
    expect(
      refusals([{ stopLoss: 101 }, { takeProfit: 101 }, { stopLoss: 100.5, takeProfit: 101.5 }], "buy"),
    ).toHaveLength(2);
    expect(refusals([{ stopLoss: 99 }, { takeProfit: 99 }, { stopLoss: 99.5, takeProfit: 98.5 }], "sell")).toHaveLength(
      2,
    );
  });

  it("is noted: too little money, less than a lot, a side that may not be traded", () => {
    const result = play({
      rows: [FLAT, FLAT, FLAT],
      execution: { direction: "long" },
      at: {
        1: (broker) => {
          broker.buy({ units: 101 });
          broker.buy({ units: 0.5 });
          broker.sell();
        },
      },
    });
    expect(result.rejections).toEqual([
      { symbol: "TEST", bar: 2, order: "entry", reason: "no_cash" },
      { symbol: "TEST", bar: 2, order: "entry", reason: "lot_size" },
      { symbol: "TEST", bar: 2, order: "entry", reason: "direction" },
    ]);
  });

  it("is a delay of orders", () => {
    expect(() => play({ rows: [FLAT, FLAT], execution: { executionDelay: 2 }, at: {} })).toThrow(
      expect.objectContaining({ code: "EXECUTION_INVALID" }),
    );
  });
});
