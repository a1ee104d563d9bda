import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadSnapshot } from "../../src/data/load-snapshot.ts";
import type { Bars } from "../../src/engine/bars.ts";
import { runBacktest } from "../../src/engine/run-backtest.ts";
import { buyAndHold } from "../../src/engine/strategies/buy-and-hold.ts";
import { settingsOf } from "../engine/support/sample-bars.ts";

const FILE = path.resolve(import.meta.dirname, "fixtures/aapl/AAPL.csv");

let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-data-"));
});
afterEach(() => rmSync(home, { recursive: true }));

async function load(adjusted: boolean) {
  const request = { dataset: null, csv: FILE, symbols: ["AAPL"], timeframe: "1d", columns: {}, adjusted };
  const { snapshot, bars } = await loadSnapshot(request, { home });
  const [apple] = bars;
  if (apple === undefined) throw new Error("no bars");
  return { id: snapshot.id, barsPerYear: snapshot.barsPerYear, bars: apple };
}

function heldThrough(bars: Bars): number | null {
  const settings = settingsOf({ execution: { fill: "close" } });
  return runBacktest({ strategy: buyAndHold, bars: [bars], settings, params: {} }).metrics.total_return;
}

describe("five years of Apple, 2013 to 2018", () => {
  it("are 1,260 bars of 252 a year, whatever the prices", async () => {
    for (const adjusted of [false, true]) {
      const { bars, barsPerYear } = await load(adjusted);
      expect([bars.close.length, bars.time[0], bars.time.at(-1), barsPerYear]).toEqual([
        1260,
        Date.UTC(2013, 4, 13),
        Date.UTC(2018, 4, 11),
        252,
      ]);
    }
  });

  it("are other prices adjusted than raw, at all bars but the last, and another snapshot", async () => {
    const raw = await load(false);
    const adjusted = await load(true);
    expect(adjusted.id).not.toBe(raw.id);
    expect([raw.bars.close[0], adjusted.bars.close[0]]).toEqual([64.96286, 50.961628]);
    expect(raw.bars.close.filter((price, bar) => price === adjusted.bars.close[bar])).toEqual(
      Float64Array.of(188.589996),
    );
  });

  it("have all four prices of a bar adjusted by one factor, and the volume as traded", async () => {
    const raw = (await load(false)).bars;
    const adjusted = (await load(true)).bars;
    expect(adjusted.volume).toEqual(raw.volume);
    for (const [bar, close] of raw.close.entries()) {
      const factor = (adjusted.close[bar] ?? 0) / close;
      expect(factor).toBeGreaterThan(0.78);
      for (const name of ["open", "high", "low"] as const) {
        const ratio = (adjusted[name][bar] ?? 0) / (raw[name][bar] ?? 1);
        expect(Math.abs(ratio / factor - 1)).toBeLessThan(1e-15);
      }
    }
  });

  it("earn the dividends when they are adjusted: 270.06 % instead of 190.30 %", async () => {
    const raw = await load(false);
    const adjusted = await load(true);
    expect(heldThrough(raw.bars)).toBeCloseTo(1.9030433081302145, 12);
    expect(heldThrough(adjusted.bars)).toBeCloseTo(2.7006273818410986, 12);
  });
});
