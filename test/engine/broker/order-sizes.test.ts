import { describe, expect, it } from "vitest";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { acting } from "../support/acting.ts";
import { flatBars, settingsOf } from "../support/sample-bars.ts";
import { type Acts, FLAT, traded } from "../support/traded.ts";

const BOTH = { execution: { direction: "both" } } as const;

describe("sizes", () => {
  it("are units, money with commission, or a fraction of what is free, and add to a position at the average price", () => {
    const acts: Acts = {
      0: (broker) => broker.buy({ units: 10 }),
      1: (broker) => broker.buy({ cash: 1010 }),
      2: (broker) => broker.buy({ fraction: 0.5 }),
      3: ({ trades: [own], cash }) => {
        const third = 3990 / 101;
        expect(own?.entryPrice).toBeCloseTo((10 * 100 + 5 * 200 + third * 100) / (10 + 5 + third), 10);
        expect(cash).toBeCloseTo((10_000 - 1010 - 1010) / 2, 10);
      },
    };
    const rows = [FLAT, FLAT, [200, 200, 200, 200], FLAT] as const;
    const { fills } = traded(rows, acts, { costs: { commissionBps: 100 } });
    expect(fills[1]).toEqual([2, "open", "buy", 5, 200]);
    expect(fills[2]?.[3]).toBeCloseTo(3990 / 101, 10);
    expect.assertions(4);
  });

  it("are cut to what the account can bear: of a short sale, that its security stays", () => {
    const acts: Acts = { 0: (broker) => broker.sell({ units: 60 }), 1: (broker) => broker.sell({ units: 60 }) };
    expect(traded([FLAT, FLAT, FLAT], acts, BOTH).fills).toEqual([
      [1, "open", "sell", 60, 100],
      [2, "open", "sell", 40, 100],
    ]);
  });

  it("on the opposite side reduce the position, and open the other side with what is left over", () => {
    const acts: Acts = {
      0: (broker) => broker.buy({ units: 10 }),
      1: (broker) => broker.sell({ units: 4 }),
      2: (broker) => broker.sell({ units: 9 }),
    };
    const { fills, trades } = traded([FLAT, FLAT, FLAT, FLAT], acts, BOTH);
    expect(fills).toEqual([
      [1, "open", "buy", 10, 100],
      [2, "open", "sell", 4, 100],
      [3, "open", "sell", 6, 100],
      [3, "open", "sell", 3, 100],
    ]);
    expect(trades.map(({ side, units, open }) => [side, units, open])).toEqual([
      ["long", 4, false],
      ["long", 6, false],
      ["short", 3, true],
    ]);
  });

  it("may be missing: then an order opens a position, turns an opposite one around, and adds nothing to its own side", () => {
    const acts: Acts = { 0: (broker) => broker.buy(), 1: (broker) => broker.buy(), 2: (broker) => broker.sell() };
    const half = { position_size: 0.5 };
    expect(traded([FLAT, FLAT, FLAT, FLAT], acts, BOTH, half).fills.map((fill) => fill.slice(0, 4))).toEqual([
      [1, "open", "buy", 50],
      [3, "open", "sell", 50],
      [3, "open", "sell", 50],
    ]);
  });

  it("are cut by the limits of risk, by the closes known when the order was given", () => {
    const prices = Array.from({ length: 40 }, (_, bar) => 100 * 1.05 ** (bar % 2));
    const request = {
      strategy: acting((bar, broker) => bar === 30 && broker.buy({ units: 60, limit: 99_999 })),
      bars: [flatBars(prices)],
      settings: settingsOf(),
    };
    const [wanted] = runBacktest({ ...request, params: {} }).orders;
    const limited = runBacktest({ ...request, params: { max_single_position_var: 0.01 } });
    expect(wanted).toMatchObject({ bar: 31, units: 60 });
    const [cut] = limited.orders;
    const share = ((cut?.units ?? 0) * (cut?.price ?? 0)) / 10_000;
    expect(share * (1 - 1 / 1.05)).toBeCloseTo(0.01, 10);
    expect(limited.rejections).toEqual([
      { symbol: "TEST", bar: 31, order: "entry", reason: "max_single_position_var" },
    ]);
  });

  it("that add are cut by the limits of risk to what the whole position may be", () => {
    const prices = Array.from({ length: 40 }, (_, bar) => 100 * 1.05 ** (bar % 2));
    const { orders } = runBacktest({
      strategy: acting((bar, broker) => (bar === 30 || bar === 32) && broker.buy({ units: bar === 30 ? 10 : 60 })),
      bars: [flatBars(prices)],
      settings: settingsOf(),
      params: { max_single_position_var: 0.01 },
    });
    const [first, second] = orders;
    expect(first).toMatchObject({ bar: 31, units: 10 });
    const value = (second?.position ?? 0) * (second?.price ?? 0);
    expect((value / 10_000) * (1 - 1 / 1.05)).toBeCloseTo(0.01, 10);
  });
});
