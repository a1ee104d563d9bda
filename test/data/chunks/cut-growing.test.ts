import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocateBars } from "../../../src/data/bars/allocate-bars.ts";
import type { Chunk } from "../../../src/data/chunks/chunk.ts";
import { chunkSize } from "../../../src/data/chunks/join-chunks.ts";
import { cutManifest, type ManifestFormat } from "../../../src/data/snapshots/manifest.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { transformBars } from "../../../src/engine/transform-bars.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function barsAt(times: readonly number[]): Bars {
  const bars = allocateBars({ symbol: "A", bars: times.length });
  bars.time.set(times);
  for (const column of [bars.open, bars.high, bars.low, bars.close]) column.set(times.map((time) => time % 1009));
  return bars;
}

/** @param start of the first bar, ISO 8601 */
function every(step: number, start: string, bars: number): Bars {
  return barsAt(Array.from({ length: bars }, (_, bar) => Date.parse(start) + bar * step));
}

function chunksOf(bars: Bars, timeframe: string, format?: ManifestFormat): readonly Chunk[] {
  return cutManifest({ timeframe, barsPerYear: 252 }, [bars], format).manifest.chunks;
}

/** What one more bar adds to those that were kept before it. */
function addedWithLast(bars: Bars, timeframe: string): readonly Chunk[] {
  const before = transformBars(bars, (column) => column.subarray(0, column.length - 1));
  const known = new Set(chunksOf(before, timeframe).map(({ sha256 }) => sha256));
  return chunksOf(bars, timeframe).filter(({ sha256 }) => !known.has(sha256));
}

describe("a new bar", () => {
  it.each([
    ["a day in the middle of a year", every(DAY_MS, "2000-01-01T00:00Z", 7500), "1d", ["2020-07"]],
    ["the first day of a month", every(DAY_MS, "2020-01-01T00:00Z", 32), "1d", ["2020-02"]],
    [
      "the first day of a year: that before it is whole",
      every(DAY_MS, "2019-11-30T00:00Z", 33),
      "1d",
      ["2019", "2020-01"],
    ],
    ["a minute", every(MINUTE_MS, "2020-01-30T00:00Z", 5000), "1m", ["2020-02-02"]],
    ["the first minute of a month", every(MINUTE_MS, "2020-01-30T23:58Z", 1443), "1m", ["2020-01", "2020-02-01"]],
  ])("%s leaves all others where they are", (_, bars, timeframe, periods) => {
    const added = addedWithLast(bars, timeframe);
    expect(added.map(({ period }) => period)).toEqual(periods);
  });

  it("of 20 years of days costs less than two kilobytes", () => {
    const [chunk, ...more] = addedWithLast(every(DAY_MS, "2000-01-01T00:00Z", 7520), "1d");
    expect(more).toEqual([]);
    expect(chunk && chunkSize(chunk)).toBeLessThan(2000);
  });
});

describe("chunks, the last period of which is cut finer", () => {
  it("hold every bar once, in the order of time", () => {
    const days = fc.uniqueArray(fc.integer({ min: -800_000, max: 800_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(days, fc.constantFrom("1d", "1h"), (all, timeframe) => {
        const times = all.toSorted((a, b) => a - b).map((day) => day * DAY_MS);
        const chunks = chunksOf(barsAt(times), timeframe);
        expect(chunks.reduce((sum, { rows }) => sum + rows, 0)).toBe(times.length);
        const ends = chunks.flatMap(({ from, to }) => [from, to]);
        expect(ends.toSorted((a, b) => a - b)).toEqual(ends);
      }),
      { examples: [[[-719_162, -719_161], "1d"]] },
    );
  });

  it("are those of before in all other periods", () => {
    const bars = every(DAY_MS, "2018-06-01T00:00Z", 900);
    const [now, before] = [chunksOf(bars, "1d"), chunksOf(bars, "1d", 2)];
    expect(now.filter(({ period }) => !period.startsWith("2020"))).toEqual(
      before.filter(({ period }) => period !== "2020"),
    );
  });
});
