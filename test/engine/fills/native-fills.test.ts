import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import {
  arbitraryBars,
  arbitrarySettings,
  arbitrarySignals,
  arbitraryTradeParams,
  scripted,
} from "../support/arbitrary.ts";
import { ONE_SYMBOL_EXITS } from "../support/one-symbol-exits.ts";
import { barsOf, flatBars, settingsOf } from "../support/sample-bars.ts";
import { SlowEngine } from "../support/slow/slow-engine.ts";

/** Signals from texts such as "..x.": one character a bar, x is set. */
function signals(entries: string, exits: string) {
  return { entries: column(entries), exits: column(exits) };
}

function column(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => (character === "x" ? 1 : 0));
}

const FOUR_BARS = barsOf([
  [100, 101, 99, 100],
  [102, 106, 101, 105],
  [108, 111, 107, 110],
  [109, 110, 95, 96],
]);

describe("native fills", () => {
  it("fill a signal at the next open, with commission inside the budget", () => {
    const result = runBacktest({
      strategy: scripted(signals("x...", "..x.")),
      bars: [FOUR_BARS],
      settings: settingsOf({ costs: { commissionBps: 100 } }),
      params: { position_size: 0.5 },
    });
    const units = 5000 / (102 * 1.01);
    expect(result.trades).toHaveLength(1);
    expect(result.trades[0]).toMatchObject({
      entryBar: 1,
      exitBar: 3,
      entryPrice: 102,
      exitPrice: 109,
      reason: "signal",
    });
    expect(result.trades[0]?.units).toBeCloseTo(units, 12);
    expect(result.trades[0]?.entryFee).toBeCloseTo(units * 1.02, 10);
    expect(result.trades[0]?.pnl).toBeCloseTo(units * (109 - 102) - units * 1.02 - units * 1.09, 10);
    expect([...result.position]).toEqual([0, units, units, 0].map((value) => expect.closeTo(value, 12)));
    expect(result.equity[0]).toBe(10_000);
    expect(result.equity[1]).toBeCloseTo(10_000 - units * 1.02 + units * 3, 8);
    expect(result.grossEquity[3]).toBeCloseTo(10_000 + units * 7, 8);
  });

  it("move the price against the trade by slippage and half the spread, on both sides", () => {
    const [trade] = runBacktest({
      strategy: scripted(signals("x...", "..x.")),
      bars: [FOUR_BARS],
      settings: settingsOf({ costs: { slippageBps: 50, spreadBps: 100 } }),
      params: {},
    }).trades;
    expect(trade?.entryPrice).toBeCloseTo(102 * 1.01, 10);
    expect(trade?.exitPrice).toBeCloseTo(109 * 0.99, 10);
    expect(trade?.grossPnl).toBeCloseTo((trade?.units ?? 0) * 7, 8);
  });

  it("let a trade parameter override the costs of the block", () => {
    const [trade] = runBacktest({
      strategy: scripted(signals("x...", "..x.")),
      bars: [FOUR_BARS],
      settings: settingsOf({ costs: { slippageBps: 50, commissionBps: 30 } }),
      params: { slippage_bps: 0, commission_bps: 0 },
    }).trades;
    expect(trade).toMatchObject({ entryPrice: 102, exitPrice: 109, entryFee: 0, exitFee: 0 });
  });

  it("stamp fills at the close of the signal bar", () => {
    const result = runBacktest({
      strategy: scripted(signals("x...", "..x.")),
      bars: [FOUR_BARS],
      settings: settingsOf({ execution: { fill: "close" } }),
      params: {},
    });
    expect(result.stamps).toEqual(["same-bar fill"]);
    expect(result.trades[0]).toMatchObject({ entryBar: 0, exitBar: 2, entryPrice: 100, exitPrice: 110 });
  });

  it("report an open trade apart, and close it at the end on demand", () => {
    const request = { strategy: scripted(signals("x...", "....")), bars: [FOUR_BARS], params: {} };
    const open = runBacktest({ ...request, settings: settingsOf({ costs: { commissionBps: 10 } }) });
    expect(open.trades[0]).toMatchObject({ open: true, exitBar: 3, exitPrice: 96, exitFee: 0 });
    expect(open.metrics).toMatchObject({ total_trades: 1, open_trades: 1, win_rate: null });
    expect(open.reasons.win_rate).toBe("no_closed_trades");
    const closed = runBacktest({
      ...request,
      settings: settingsOf({ costs: { commissionBps: 10 }, execution: { closeAtEnd: true } }),
    });
    expect(closed.trades[0]).toMatchObject({ open: false, exitBar: 3, exitPrice: 96, reason: "end" });
    expect(closed.trades[0]?.exitFee).toBeCloseTo((closed.trades[0]?.units ?? 0) * 0.096, 10);
  });

  it("reject an entry that the account cannot pay for", () => {
    const result = runBacktest({
      strategy: scripted(signals("x...", "....")),
      bars: [FOUR_BARS],
      settings: settingsOf({ initialCapital: 100, execution: { lotSize: 1 } }),
      params: {},
    });
    expect(result.trades).toEqual([]);
    expect(result.rejections).toEqual([{ symbol: "TEST", bar: 1, order: "entry", reason: "no_cash" }]);
    expect(result.reasons.win_rate).toBe("no_trades");
  });

  it("end a bankrupt short at the close that ruined it", () => {
    const result = runBacktest({
      strategy: scripted(signals("....xx", "x.....")),
      bars: [flatBars([10, 10, 15, 25, 5, 5])],
      settings: settingsOf({ execution: { direction: "short" } }),
      params: {},
    });
    expect(result.trades).toHaveLength(1);
    expect(result.trades[0]).toMatchObject({ side: "short", exitBar: 3, exitPrice: 25, reason: "bankrupt" });
    expect([...result.equity]).toEqual([10_000, 10_000, 5000, -5000, -5000, -5000]);
    expect(result.metrics.max_drawdown).toBe(1.5);
    expect(result.reasons.cagr).toBe("bankrupt");
  });

  it("miss about as many fills as the probability says, the same ones every time", () => {
    const bars = flatBars(Array.from({ length: 4001 }, () => 10));
    const alternating = scripted({
      entries: Uint8Array.from({ length: 4001 }, (_, bar) => (bar % 2 === 0 ? 1 : 0)),
      exits: Uint8Array.from({ length: 4001 }, (_, bar) => (bar % 2 === 1 ? 1 : 0)),
    });
    const request = { strategy: alternating, bars: [bars], params: {} };
    const settings = settingsOf({ costs: { fillProbability: 0.75 } });
    const first = runBacktest({ ...request, settings });
    const missed = first.rejections.filter((rejection) => rejection.reason === "missed_fill").length;
    const orders = missed + 2 * first.trades.length - (first.metrics.open_trades ?? 0);
    expect(missed / orders).toBeGreaterThan(0.21);
    expect(missed / orders).toBeLessThan(0.29);
    expect(runBacktest({ ...request, settings }).rejections).toEqual(first.rejections);
    expect(runBacktest({ ...request, settings: { ...settings, seed: 2 } }).rejections).not.toEqual(first.rejections);
  });

  it("agree with the slow engine on random bars, signals, costs, execution and trade parameters", () => {
    const scenario = arbitraryBars.chain((bars) =>
      fc.tuple(fc.constant(bars), arbitrarySignals(bars.close.length), arbitrarySettings, arbitraryTradeParams),
    );
    const seen = new Set<string>();
    fc.assert(
      fc.property(scenario, ([bars, told, settings, params]) => {
        const fast = runBacktest({ strategy: scripted(told), bars: [bars], settings, params });
        const slow = new SlowEngine(bars, told, settings, params);
        expect(
          fast.trades.map(({ side, entryBar, exitBar, reason, open }) => [side, entryBar, exitBar, reason, open]),
        ).toEqual(
          slow.trades.map(({ side, entryBar, exitBar, reason, open }) => [
            side === 1 ? "long" : "short",
            entryBar,
            exitBar,
            reason,
            open,
          ]),
        );
        expectClose(
          fast.trades.flatMap(({ units, entryPrice, exitPrice, pnl, grossPnl, dividends, borrowCost }) => [
            units,
            entryPrice,
            exitPrice,
            grossPnl - pnl,
            dividends,
            borrowCost,
          ]),
          slow.trades.flatMap(({ units, entryPrice, exitPrice, costs, dividends, borrowCost }) => [
            units,
            entryPrice,
            exitPrice,
            costs,
            dividends,
            borrowCost,
          ]),
        );
        expectClose([...fast.equity], slow.equity);
        expectClose([...fast.grossEquity], slow.gross);
        for (const { reason } of fast.trades) seen.add(reason);
      }),
      { numRuns: 2000, seed: 7 },
    );
    expect([...seen].sort()).toEqual([...ONE_SYMBOL_EXITS].sort());
  });
});

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  const worst = expected.findIndex(
    (value, index) => !(Math.abs((actual[index] ?? Number.NaN) - value) <= 1e-9 * Math.max(1, Math.abs(value))),
  );
  if (worst >= 0) expect(actual[worst], `element ${worst}`).toBe(expected[worst]);
}
