import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkedBars } from "../../../src/data/sources/answers/checked-bars.ts";
import type { SourceBar } from "../../../src/data/sources/source.ts";
import { barsRequest } from "./support/asking.ts";

const DAY = 86_400_000;
const FROM = Date.UTC(2025, 0, 1);
const request = barsRequest({ instrument: "X", from: FROM, to: FROM + 10 * DAY });
const bar = (over: Partial<SourceBar> = {}): SourceBar => ({
  time: FROM,
  open: 10,
  high: 12,
  low: 9,
  close: 11,
  volume: 5,
  ...over,
});

describe("bars of an answer", () => {
  it.each<readonly [string, readonly SourceBar[], string]>([
    ["no number", [bar({ close: Number.NaN })], "close is NaN"],
    ["below zero", [bar({ low: -1 })], "low is -1"],
    ["zero", [bar({ open: 0 })], "open is 0"],
    ["a high below the close", [bar({ high: 10.5 })], "high 10.5 is below"],
    ["a low above the open", [bar({ low: 10.5 })], "low 10.5 is above"],
    ["a volume below zero", [bar({ volume: -3 })], "volume is -3"],
    ["newest first", [bar({ time: FROM + DAY }), bar()], "the order is not that of time"],
    ["twice", [bar(), bar()], "there twice"],
    ["another time frame", [bar(), bar({ time: FROM + 3_600_000 })], "another time frame"],
    ["seconds", [bar({ time: FROM / 1000 })], "far from what was asked for"],
    ["microseconds", [bar({ time: FROM * 1000 })], "no time in milliseconds"],
    ["no time", [bar({ time: Number.NaN })], "no time in milliseconds"],
  ])("%s are refused, the place named", (_, bars, text) => {
    expect(() => checkedBars("someone", request, bars)).toThrow(
      expect.objectContaining({ code: "SOURCE_ANSWER_INVALID", message: expect.stringContaining(text) }),
    );
  });

  it("outside of the span are looked at, and left out", () => {
    const bars = [bar({ time: FROM - DAY }), bar(), bar({ time: FROM + 10 * DAY })];
    expect(checkedBars("someone", request, bars)).toEqual([bar()]);
    expect(() => checkedBars("someone", request, [bar({ time: FROM - DAY, open: -1 }), bar()])).toThrow("open is -1");
  });

  it("either are all right, or none of them comes through", () => {
    const price = fc.oneof(fc.double(), fc.integer({ min: 1, max: 1000 }), fc.constant(100));
    const any = fc.record({
      time: fc.oneof(
        fc.integer({ min: 0, max: 9 }).map((day) => FROM + day * DAY),
        fc.double(),
      ),
      open: price,
      high: price,
      low: price,
      close: price,
      volume: price,
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), (bars) => {
        let taken: readonly SourceBar[];
        try {
          taken = checkedBars("someone", request, bars);
        } catch {
          return;
        }
        for (const [index, { time, open, high, low, close, volume }] of taken.entries()) {
          expect([open, high, low, close, volume].every(Number.isFinite)).toBe(true);
          expect(Math.min(open, high, close)).toBeGreaterThanOrEqual(low);
          expect(Math.max(open, low, close)).toBeLessThanOrEqual(high);
          expect(low).toBeGreaterThan(0);
          expect(time).toBeGreaterThan(taken[index - 1]?.time ?? 0);
        }
      }),
    );
  });
});
