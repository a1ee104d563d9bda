import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BarColumns, isPastKept, revisedBars } from "../../../src/analytics/regression/revised-bars.ts";

const DAY = 86_400_000;

/** Closes by day; the other prices follow from them. */
function barsOf(closes: Readonly<Record<number, number>>, symbol = "A"): BarColumns {
  const days = Object.keys(closes).map(Number);
  const column = (scale: number) => Float64Array.from(days, (day) => (closes[day] ?? 0) * scale);
  return {
    symbol,
    time: Float64Array.from(days, (day) => day * DAY),
    open: column(1),
    high: column(1.1),
    low: column(0.9),
    close: column(1),
    volume: column(0),
  };
}

describe("what became of bars", () => {
  it("tells new history from a past that changed", () => {
    const [grown] = revisedBars([barsOf({ 1: 10, 2: 11 })], [barsOf({ 1: 10, 2: 11, 3: 12 })]);
    expect(grown).toMatchObject({ appended: 1, inserted: 0, removed: 0, revised: 0, from: null });
    expect(grown === undefined ? null : isPastKept(grown)).toBe(true);
    const before = [barsOf({ 1: 10, 2: 11, 4: 13, 5: 14 })];
    const [changed] = revisedBars(before, [barsOf({ 1: 10, 2: 11.5, 3: 12, 5: 14, 6: 15 })]);
    expect(changed).toMatchObject({ appended: 1, inserted: 1, removed: 1, revised: 1, from: 2 * DAY, to: 4 * DAY });
    expect(changed?.values).toContainEqual({ time: 2 * DAY, field: "close", before: 11, after: 11.5 });
  });

  it("counts a symbol that comes or goes as a whole", () => {
    const [gone, come] = revisedBars([barsOf({ 1: 1, 2: 2 }, "OLD")], [barsOf({ 1: 1, 2: 2, 3: 3 }, "NEW")]);
    expect([gone?.removed, come?.inserted, come?.appended]).toEqual([2, 3, 0]);
  });

  it("looks at the span that is asked for alone, both ends included", () => {
    const [before, after] = [[barsOf({ 1: 1, 2: 2, 3: 3 })], [barsOf({ 1: 9, 2: 9, 3: 9 })]];
    expect(revisedBars(before, after, { from: 2 * DAY, to: 2 * DAY })[0]).toMatchObject({ revised: 1, from: 2 * DAY });
  });

  it("takes a dividend that one side lacks for none, and 0 for −0", () => {
    const plain = barsOf({ 1: 1, 2: 2 });
    expect(revisedBars([plain], [{ ...plain, dividend: Float64Array.of(0, -0) }])).toEqual([]);
    expect(revisedBars([plain], [{ ...plain, dividend: Float64Array.of(0, 1) }])[0]?.values).toEqual([
      { time: 2 * DAY, field: "dividend", before: 0, after: 1 },
    ]);
  });

  it("finds nothing between equal bars, and as many rows gone as come when the sides are swapped", () => {
    const closes = fc.dictionary(fc.integer({ min: 1, max: 30 }).map(String), fc.integer({ min: 1, max: 3 }));
    fc.assert(
      fc.property(closes, closes, (one, other) => {
        const [a, b] = [barsOf(one), barsOf(other)];
        expect(revisedBars([a], [a])).toEqual([]);
        const [there, back] = [revisedBars([a], [b])[0], revisedBars([b], [a])[0]];
        const come = (there?.appended ?? 0) + (there?.inserted ?? 0);
        expect([come, there?.removed ?? 0, there?.revised ?? 0]).toEqual([
          back?.removed ?? 0,
          (back?.appended ?? 0) + (back?.inserted ?? 0),
          back?.revised ?? 0,
        ]);
      }),
    );
  });
});
