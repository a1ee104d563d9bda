import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearAxis, logAxis, moneyTick, percentTick, ratioTick, timeTicks } from "../../../src/report/svg/axis.ts";

const finite = fc.double({ min: -1e12, max: 1e12, noNaN: true });
const positive = fc.double({ min: 1e-9, max: 1e12, noNaN: true });
const EPSILON = 1e-9;

function linearLabels(low: number, high: number): readonly string[] {
  return linearAxis(low, high, moneyTick).ticks.map(({ label }) => label);
}

function logLabels(low: number, high: number): readonly string[] {
  return logAxis(low, high, moneyTick).ticks.map(({ label }) => label);
}

describe("a linear axis", () => {
  it("has every value between its ends, and every tick", () => {
    fc.assert(
      fc.property(finite, finite, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const { height, ticks } = linearAxis(low, high, ratioTick);
        for (const at of [height(low), height(high), ...ticks.map((tick) => tick.at)]) {
          expect(at).toBeGreaterThanOrEqual(-EPSILON);
          expect(at).toBeLessThanOrEqual(1 + EPSILON);
        }
        expect(height(low)).toBeLessThanOrEqual(height(high));
      }),
    );
  });

  it("has labels that differ from each other", () => {
    fc.assert(
      fc.property(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 1, max: 9000 }), (low, range) => {
        for (const format of [moneyTick, percentTick, ratioTick]) {
          const labels = linearAxis(low / 100, (low + range) / 100, format).ticks.map(({ label }) => label);
          expect(new Set(labels).size).toBe(labels.length);
        }
      }),
    );
  });

  it("writes money short, with the places that the ticks need", () => {
    expect(linearLabels(0, 300_000)).toEqual(["0", "50k", "100k", "150k", "200k", "250k", "300k"]);
    expect(linearLabels(1_000_000, 2_000_000)).toEqual(["1.0M", "1.2M", "1.4M", "1.6M", "1.8M", "2.0M"]);
    expect(linearLabels(990, 1010)).toEqual(["990", "995", "1,000", "1,005", "1,010"]);
  });
});

describe("a logarithmic axis", () => {
  it("gives equal ratios equal heights", () => {
    const { height } = logAxis(10, 1000, moneyTick);
    expect(height(100) - height(10)).toBeCloseTo(height(1000) - height(100), 12);
  });

  it("has every value and every tick between its ends", () => {
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const { height, ticks } = logAxis(low, high, moneyTick);
        for (const at of [height(low), height(high), ...ticks.map((tick) => tick.at)]) {
          expect(at).toBeGreaterThanOrEqual(-EPSILON);
          expect(at).toBeLessThanOrEqual(1 + EPSILON);
        }
      }),
    );
  });

  it("has ticks at 1, 2 and 5 over decades, and evenly spaced ones within a decade", () => {
    expect(logLabels(1, 100)).toEqual(["1", "2", "5", "10", "20", "50", "100"]);
    expect(logLabels(100, 300)).toEqual(["100", "150", "200", "250", "300"]);
  });
});

describe("a time axis", () => {
  it("never has more ticks than asked for, over any span", () => {
    const from = Date.UTC(2000, 0, 3);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 2, max: 12 }), (minutes, most) => {
        const ticks = timeTicks(from, from + minutes * 60_000, most);
        expect(ticks.length).toBeLessThanOrEqual(most);
        for (const { at } of ticks) expect(at >= 0 && at <= 1).toBe(true);
      }),
    );
  });

  it("says which year the months of four years are of, also where every second tick is left out", () => {
    const ticks = timeTicks(Date.UTC(2019, 0, 2), Date.UTC(2022, 11, 30), 12);
    expect(ticks.map(({ label }) => label)).toEqual(["Jul", "2020", "Jul", "2021", "Jul", "2022", "Jul"]);
    expect(ticks.filter(({ minor }) => !minor).map(({ label }) => label)).toEqual(["2020", "2021", "2022"]);
  });

  it("names the years of twenty years", () => {
    const labels = timeTicks(Date.UTC(2000, 0, 3), Date.UTC(2020, 3, 17), 12).map(({ label }) => label);
    expect(labels).toEqual(["2002", "2004", "2006", "2008", "2010", "2012", "2014", "2016", "2018", "2020"]);
  });
});
