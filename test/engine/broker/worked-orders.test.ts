import { describe, expect, it } from "vitest";
import type { Broker, Order } from "../../../src/engine/broker/broker.ts";
import { type Acts, FLAT, traded } from "../support/traded.ts";

const BOTH = { execution: { direction: "both" } } as const;

describe("a limit order", () => {
  it("waits for its price, and is filled there without slippage", () => {
    const rows = [FLAT, [100, 103, 96, 97], [97, 99, 94, 98]] as const;
    const { fills } = traded(
      rows,
      { 0: (broker) => broker.buy({ units: 10, limit: 95 }) },
      { costs: { slippageBps: 100 } },
    );
    expect(fills).toEqual([[2, "inside", "buy", 10, 95]]);
  });

  it("is filled at the open where the gap goes beyond its price", () => {
    const rows = [FLAT, [93, 99, 92, 98], [104, 105, 103, 104]] as const;
    const acts: Acts = {
      0: (broker) => broker.buy({ units: 10, limit: 95 }),
      1: (broker) => broker.sell({ units: 10, limit: 102 }),
    };
    expect(traded(rows, acts).fills).toEqual([
      [1, "open", "buy", 10, 93],
      [2, "open", "sell", 10, 104],
    ]);
  });

  it("is let go after the bars that it is good for", () => {
    const rows = [FLAT, FLAT, FLAT, [100, 100, 90, 100]] as const;
    const seen: string[] = [];
    let order: Order | undefined;
    const acts: Acts = {
      0: (broker) => (order = broker.buy({ limit: 95, goodFor: 2 })),
      1: () => seen.push(order?.state ?? ""),
      2: ({ orders }) => seen.push(order?.state ?? "", `${orders.length} wait`),
    };
    expect(traded(rows, acts).fills).toEqual([]);
    expect(seen).toEqual(["waiting", "expired", "0 wait"]);
  });
});

describe("a stop order", () => {
  it("buys where the price breaks out, slippage included", () => {
    const rows = [FLAT, [101, 104, 100, 103], [103, 107, 102, 106]] as const;
    const { fills } = traded(
      rows,
      { 0: (broker) => broker.buy({ units: 10, stop: 105 }) },
      { costs: { slippageBps: 100 } },
    );
    expect(fills).toEqual([[2, "inside", "buy", 10, 105 * 1.01]]);
  });

  it("is filled at the open where the gap goes beyond its price", () => {
    const rows = [FLAT, [107, 108, 106, 107]] as const;
    expect(traded(rows, { 0: (broker) => broker.buy({ units: 10, stop: 105 }) }).fills).toEqual([
      [1, "open", "buy", 10, 107],
    ]);
  });
});

describe("a stop-limit order", () => {
  const buyBreakout: Acts = { 0: (broker) => broker.buy({ units: 10, stop: 105, limit: 106 }) };

  it("touched inside the bar is filled at its stop", () => {
    const rows = [FLAT, [101, 109, 100, 108]] as const;
    expect(traded(rows, buyBreakout, { costs: { slippageBps: 100 } }).fills).toEqual([[1, "inside", "buy", 10, 105]]);
  });

  it("touched by a gap beyond its limit waits for the limit, in the same bar too", () => {
    expect(traded([FLAT, [110, 112, 108, 109], [109, 110, 104, 105]], buyBreakout).fills).toEqual([
      [2, "inside", "buy", 10, 106],
    ]);
    expect(traded([FLAT, [110, 112, 105, 109]], buyBreakout).fills).toEqual([[1, "inside", "buy", 10, 106]]);
  });

  it("whose stop is worse than its limit waits from the next bar on", () => {
    const acts: Acts = { 0: (broker) => broker.buy({ units: 10, stop: 105, limit: 103 }) };
    const rows = [FLAT, [101, 106, 100, 104], [104, 107, 103.5, 104], [104, 105, 102, 104]] as const;
    expect(traded(rows, acts).fills).toEqual([[3, "inside", "buy", 10, 103]]);
  });
});

describe("a trailing order", () => {
  it("follows the best price from the next bar on, and fills as a stop", () => {
    const acts: Acts = {
      0: (broker) => broker.buy({ units: 10 }),
      1: (broker) => broker.sell({ units: 10, trail: 0.1 }),
    };
    const rows = [FLAT, FLAT, [100, 120, 95, 119], [119, 121, 107, 110]] as const;
    expect(traded(rows, acts).fills.at(-1)).toEqual([3, "inside", "sell", 10, 108]);
  });
});

describe("an order on close", () => {
  it("is filled at the close of the first bar that it meets", () => {
    const rows = [FLAT, [101, 104, 100, 103]] as const;
    const acts: Acts = { 0: (broker) => broker.buy({ units: 10, onClose: true }) };
    const { fills, equity } = traded(rows, acts, { costs: { slippageBps: 100 } });
    expect(fills).toEqual([[1, "close", "buy", 10, 103 * 1.01]]);
    expect(equity[1]).toBeCloseTo(10_000 - 10 * 1.03, 10);
  });

  it("meets the next bar where fills are at the close, while a market order meets its own", () => {
    const rows = [FLAT, [101, 104, 100, 103]] as const;
    const acts: Acts = { 0: (broker) => [broker.buy({ units: 1, onClose: true }), broker.buy({ units: 2 })] };
    expect(traded(rows, acts, { execution: { fill: "close" } }).fills).toEqual([
      [0, "close", "buy", 2, 100],
      [1, "close", "buy", 1, 103],
    ]);
  });
});

describe("a bracket", () => {
  const bracketed: Acts = { 0: (broker) => broker.buy({ units: 10, stopLoss: 95, takeProfit: 110 }) };

  it("leaves at its target, or at its stop", () => {
    const up = traded([FLAT, FLAT, [100, 112, 99, 111]], bracketed);
    expect([up.fills.at(-1), up.reasons]).toEqual([[2, "inside", "sell", 10, 110], ["take_profit"]]);
    const down = traded([FLAT, FLAT, [100, 101, 94, 96]], bracketed);
    expect([down.fills.at(-1), down.reasons]).toEqual([[2, "inside", "sell", 10, 95], ["stop_loss"]]);
  });

  it("does not work on the bar of the entry", () => {
    const { fills } = traded([FLAT, [100, 112, 94, 100], [100, 111, 100, 111]], bracketed);
    expect(fills.at(-1)).toEqual([2, "inside", "sell", 10, 110]);
  });

  it("looks at the stop first when a bar reaches both, unless told otherwise", () => {
    const rows = [FLAT, FLAT, [100, 112, 94, 100]] as const;
    expect(traded(rows, bracketed).reasons).toEqual(["stop_loss"]);
    expect(traded(rows, bracketed, { execution: { intrabar: "optimistic" } }).reasons).toEqual(["take_profit"]);
  });

  it("overrides the cell's distances, and leaves the other ones as they are", () => {
    const rows = [FLAT, FLAT, [100, 104, 97, 98], [98, 106, 97, 100]] as const;
    const acts: Acts = { 0: (broker) => broker.buy({ units: 10, stopLoss: 90 }) };
    const { fills, reasons } = traded(rows, acts, {}, { stop_loss_pct: 2, take_profit_pct: 5 });
    expect([fills.at(-1), reasons]).toEqual([[3, "inside", "sell", 10, 105], ["take_profit"]]);
  });

  it("trails at its own distance", () => {
    const rows = [FLAT, FLAT, [100, 120, 99, 119], [119, 119, 107, 110]] as const;
    const { fills, reasons } = traded(rows, { 0: (broker) => broker.buy({ units: 10, trailingStop: 0.1 }) });
    expect([fills.at(-1), reasons]).toEqual([[3, "inside", "sell", 10, 108], ["trailing_stop"]]);
  });

  it("of a short sale stands the other way round", () => {
    const acts: Acts = { 0: (broker) => broker.sell({ units: 10, stopLoss: 105, takeProfit: 90 }) };
    const { fills, trades } = traded([FLAT, FLAT, [100, 104, 89, 95]], acts, BOTH);
    expect(fills.at(-1)).toEqual([2, "inside", "buy", 10, 90]);
    expect(trades[0]).toMatchObject({ side: "short", reason: "take_profit", pnl: 100 });
  });
});

describe("an open trade", () => {
  it("moves its stop, and works from the next bar on", () => {
    const seen: unknown[] = [];
    const acts: Acts = {
      0: (broker) => broker.buy({ units: 10, stopLoss: 90, takeProfit: 130 }),
      1: ({ trades: [own] }) => {
        seen.push(own?.units, own?.entryPrice, own?.entryBar, own?.pnl, own?.stopLoss, own?.takeProfit);
        own?.moveStops({ stopLoss: 104, takeProfit: null });
        seen.push(own?.stopLoss, own?.takeProfit);
      },
    };
    const rows = [FLAT, [100, 106, 99, 106], [106, 140, 105, 108], [108, 109, 103, 104]] as const;
    expect(traded(rows, acts).fills.at(-1)).toEqual([3, "inside", "sell", 10, 104]);
    expect(seen).toEqual([10, 100, 1, 60, 90, 130, 104, null]);
  });

  it("closes a part of itself, in whole lots", () => {
    const acts: Acts = {
      0: (broker) => broker.buy({ units: 5 }),
      1: ({ trades: [own] }) => own?.close(0.5),
      2: ({ trades: [own] }) => own?.close(0.1),
    };
    const { fills, rejections, trades } = traded([FLAT, FLAT, FLAT, FLAT], acts, { execution: { lotSize: 1 } });
    expect(fills.at(-1)).toEqual([2, "open", "sell", 2, 100]);
    expect(trades.map(({ units, open }) => [units, open])).toEqual([
      [2, false],
      [3, true],
    ]);
    expect(rejections).toEqual([{ bar: 3, order: "exit", reason: "lot_size" }]);
  });

  it("that is closed shows nothing any more, and leaves the next one alone", () => {
    const kept: unknown[] = [];
    let old: Broker["trades"][number] | undefined;
    const acts: Acts = {
      0: (broker) => broker.buy({ units: 1 }),
      1: (broker) => {
        [old] = broker.trades;
        broker.close();
        broker.buy({ units: 2, stopLoss: 50 });
      },
      2: (broker) => {
        old?.moveStops({ stopLoss: 99 });
        old?.close();
        kept.push(old?.units, old?.stopLoss, broker.orders.length, broker.trades[0]?.stopLoss);
      },
    };
    traded([FLAT, FLAT, FLAT], acts);
    expect(kept).toEqual([0, null, 0, 50]);
  });
});

describe("orders", () => {
  it("of one moment are filled in the order in which they were placed", () => {
    const acts: Acts = {
      0: (broker) => [
        broker.buy({ units: 1, limit: 97 }),
        broker.buy({ units: 2, limit: 98 }),
        broker.buy({ units: 3 }),
      ],
    };
    expect(traded([FLAT, [100, 101, 95, 96]], acts).fills).toEqual([
      [1, "open", "buy", 3, 100],
      [1, "inside", "buy", 1, 97],
      [1, "inside", "buy", 2, 98],
    ]);
  });

  it("stay as they were given, whatever becomes of the request", () => {
    const request = { units: 1, limit: 95 };
    const acts: Acts = {
      0: (broker) => {
        broker.buy(request);
        request.limit = 99;
      },
    };
    expect(traded([FLAT, [100, 100, 94, 100]], acts).fills).toEqual([[1, "inside", "buy", 1, 95]]);
  });

  it("that are taken back are not filled", () => {
    const acts: Acts = {
      0: (broker) => broker.buy({ units: 1, limit: 90 }),
      1: (broker) => broker.orders.forEach((order) => broker.cancel(order)),
    };
    expect(traded([FLAT, FLAT, [100, 100, 80, 100]], acts).fills).toEqual([]);
  });

  it("against the direction of the cell are refused, and close what is held", () => {
    const states: (string | undefined)[] = [];
    let refused: Order | undefined;
    const acts: Acts = {
      0: (broker) => (refused = broker.sell({ units: 1 })),
      1: (broker) => [states.push(refused?.state), broker.buy({ units: 10 })],
      2: (broker) => broker.sell({ units: 15 }),
    };
    const { fills, rejections } = traded([FLAT, FLAT, FLAT, FLAT], acts);
    expect(fills.at(-1)).toEqual([3, "open", "sell", 10, 100]);
    expect(rejections).toEqual([
      { bar: 1, order: "entry", reason: "direction" },
      { bar: 3, order: "entry", reason: "direction" },
    ]);
    expect(states).toEqual(["rejected"]);
  });

  it("may be missed, whether they open or take a part away", () => {
    const acts: Acts = {
      0: (broker) => broker.buy({ units: 4 }),
      1: (broker) => broker.buy({ units: 4, limit: 100 }),
      2: ({ trades: [own] }) => own?.close(0.5),
    };
    const rows = [FLAT, FLAT, FLAT, FLAT];
    const { rejections } = traded(rows, acts, { costs: { fillProbability: 0 } });
    expect(rejections.map(({ bar, order }) => [bar, order])).toEqual([
      [1, "entry"],
      [2, "entry"],
    ]);
    const lucky = traded(rows, acts, { costs: { fillProbability: 0.5 }, seed: 9 });
    expect(lucky.rejections.map(({ bar, order, reason }) => [bar, order, reason])).toEqual([
      [3, "exit", "missed_fill"],
    ]);
  });

  it("end with the account that is ruined", () => {
    const states: (string | undefined)[] = [];
    let waiting: Order | undefined;
    const acts: Acts = {
      0: (broker) => [broker.sell(), (waiting = broker.buy({ limit: 1 }))],
      1: () => states.push(waiting?.state),
      2: () => states.push("asked after ruin"),
    };
    const { reasons, equity } = traded([FLAT, FLAT, [100, 250, 100, 250], [1, 1, 1, 1]], acts, BOTH);
    expect(reasons).toEqual(["bankrupt"]);
    expect(equity).toEqual([10_000, 10_000, -5000, -5000]);
    expect([...states, waiting?.state]).toEqual(["waiting", "cancelled"]);
  });
});
