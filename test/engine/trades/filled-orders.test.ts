import { describe, expect, it } from "vitest";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import type { BacktestSettings } from "../../../src/engine/settings.ts";
import { scripted } from "../support/arbitrary.ts";
import { barsOf, settingsOf } from "../support/sample-bars.ts";

const BARS = barsOf([
  [100, 104, 90, 100],
  [100, 120, 95, 110],
  [110, 115, 80, 100],
  [100, 140, 60, 105],
]);
const SIGNALS = { entries: Uint8Array.of(1, 0, 0, 0), exits: Uint8Array.of(0, 0, 1, 0) };

function run(execution: Partial<BacktestSettings["execution"]>, params = {}) {
  return runBacktest({ strategy: scripted(SIGNALS), bars: [BARS], settings: settingsOf({ execution }), params });
}

describe("excursions", () => {
  it("count the bar of an entry at its open, and not that of an exit at its open", () => {
    const [trade] = run({}).trades;
    expect(trade).toMatchObject({ entryBar: 1, exitBar: 3 });
    expect(trade?.mae).toBeCloseTo(0.2, 12);
    expect(trade?.mfe).toBeCloseTo(0.2, 12);
  });

  it("count the bar of an exit at its close, and not that of an entry at its close", () => {
    const [trade] = run({ fill: "close" }).trades;
    expect(trade).toMatchObject({ entryBar: 0, exitBar: 2 });
    expect(trade?.mae).toBeCloseTo(0.2, 12);
    expect(trade?.mfe).toBeCloseTo(0.2, 12);
  });

  it("end at the stop inside a bar", () => {
    const [trade] = run({}, { stop_loss_pct: 10 }).trades;
    expect(trade).toMatchObject({ exitBar: 2, exitPrice: 90, reason: "stop_loss" });
    expect(trade?.mae).toBeCloseTo(0.1, 12);
    expect(trade?.mfe).toBeCloseTo(0.2, 12);
  });

  it("count the last bar of what is still held", () => {
    const open = runBacktest({
      strategy: scripted({ ...SIGNALS, exits: new Uint8Array(4) }),
      bars: [BARS],
      settings: settingsOf(),
      params: {},
    }).trades[0];
    expect(open?.open).toBe(true);
    expect(open?.mae).toBeCloseTo(0.4, 12);
    expect(open?.mfe).toBeCloseTo(0.4, 12);
  });
});

describe("filled orders", () => {
  it("are listed with what they did to cash and position", () => {
    const { orders, equity } = run({}, { stop_loss_pct: 10 });
    expect(orders).toMatchObject([
      { bar: 1, moment: "open", side: "buy", units: 100, price: 100, reason: "signal", position: 100, cash: 0 },
      { bar: 2, moment: "inside", side: "sell", units: 100, price: 90, reason: "stop_loss", position: 0 },
    ]);
    expect(orders[1]?.cash).toBe(equity[3]);
  });
});
