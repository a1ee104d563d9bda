import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SPLIT_COLUMN } from "../../../src/data/actions/event-columns.ts";
import { compareBars } from "../../../src/data/versions/compare-bars.ts";
import type { Bars } from "../../../src/engine/bars.ts";

const DAY = 86_400_000;

/** @param rows day → close */
function barsOf(rows: Readonly<Record<number, number>>, more: Partial<Bars> = {}): Bars {
  const days = Object.keys(rows).map(Number);
  const close = Float64Array.from(days, (day) => rows[day] ?? 0);
  const prices = { open: close, high: close, low: close, close, volume: new Float64Array(days.length) };
  return { symbol: "A", time: Float64Array.from(days, (day) => day * DAY), ...prices, ...more };
}

const column = (...values: readonly number[]): Float64Array => Float64Array.from(values);

describe("two versions of the bars of a symbol", () => {
  it("are told row by row and field by field", () => {
    const found = compareBars(barsOf({ 1: 10, 2: 11, 4: 12 }), barsOf({ 1: 10, 2: 11.5, 3: 11.7, 5: 13 }));
    expect(found).toMatchObject({ added: 2, revised: 1, removed: 1, fields: { open: 1, high: 1, low: 1, close: 1 } });
    expect(found.first.filter((place) => place.kind !== "revised")).toEqual([
      { kind: "added", time: 3 * DAY },
      { kind: "removed", time: 4 * DAY },
      { kind: "added", time: 5 * DAY },
    ]);
    expect(found.first).toContainEqual({ kind: "revised", time: 2 * DAY, field: "close", before: 11, after: 11.5 });
  });

  it("are the same where a column says what its absence says, and where nobody knows either", () => {
    const plain = barsOf({ 1: 10, 2: 11 }, { extra: { score: column(Number.NaN, 1) } });
    const said = {
      dividend: column(0, 0),
      member: column(1, 1),
      extra: { score: column(Number.NaN, 1), [SPLIT_COLUMN]: column(1, 1), more: column(Number.NaN, Number.NaN) },
    };
    const found = compareBars(plain, barsOf({ 1: 10, 2: 11 }, said));
    expect(found).toEqual({ added: 0, revised: 0, removed: 0, fields: {}, first: [] });
    const paid = compareBars(plain, barsOf({ 1: 10, 2: 11 }, { ...said, dividend: column(0, 0.5) }));
    expect(paid).toMatchObject({ revised: 1, fields: { dividend: 1 } });
  });

  it("have all rows added where nothing was known, and removed where nothing is left", () => {
    const bars = barsOf({ 1: 10, 2: 11 });
    expect(compareBars(null, bars)).toMatchObject({ added: 2, revised: 0, removed: 0 });
    expect(compareBars(bars, null)).toMatchObject({ added: 0, revised: 0, removed: 2 });
  });

  it("agree with a count by sets of days, and mirror each other", () => {
    const rows = fc.dictionary(fc.integer({ min: 1, max: 12 }).map(String), fc.constantFrom(1, 2, Number.NaN, 0, -0));
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const found = compareBars(barsOf(before), barsOf(after));
        const days = (some: object, others: object) => Object.keys(some).filter((day) => !(day in others)).length;
        const revised = Object.keys(before).filter((day) => day in after && !Object.is(before[day], after[day]));
        expect(found).toMatchObject({ added: days(after, before), removed: days(before, after) });
        expect(found.revised).toBe(revised.length);
        const back = compareBars(barsOf(after), barsOf(before));
        expect([back.added, back.removed, back.revised]).toEqual([found.removed, found.added, found.revised]);
      }),
    );
  });
});
