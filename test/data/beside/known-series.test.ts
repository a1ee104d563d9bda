import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asOf, type KnownRow, knownSeries } from "../../../src/data/beside/known-series.ts";

const rows = fc.array(
  fc.record({
    knownAt: fc.integer({ min: 0, max: 40 }),
    eventTime: fc.integer({ min: 0, max: 10 }),
    value: fc.integer({ min: -5, max: 5 }),
  }),
  { maxLength: 30 },
);

function at(list: readonly KnownRow[], moments: readonly number[], maxAgeMs?: number): readonly number[] {
  return [...asOf(knownSeries(list), Float64Array.from(moments), maxAgeMs)];
}

/** The definition: of the rows known by then the latest event, and of it the one that became known last. */
function slowly(list: readonly KnownRow[], moment: number): number {
  const known = list.filter(({ knownAt }) => knownAt <= moment);
  const latest = Math.max(...known.map(({ eventTime }) => eventTime));
  const about = known.filter(({ eventTime }) => eventTime === latest);
  return about.toSorted((a, b) => a.knownAt - b.knownAt).at(-1)?.value ?? Number.NaN;
}

describe("what was known at a moment", () => {
  it("begins with the publication, not with the event", () => {
    const quarter = { eventTime: 10, knownAt: 25, value: 1.5 };
    expect(at([quarter], [10, 24, 25, 26])).toEqual([Number.NaN, Number.NaN, 1.5, 1.5]);
  });

  it("is a restatement from its own publication on", () => {
    const first = { eventTime: 10, knownAt: 20, value: 1 };
    const restated = { eventTime: 10, knownAt: 30, value: 0.8 };
    expect(at([restated, first], [20, 29, 30])).toEqual([1, 1, 0.8]);
  });

  it("is not put back by a restatement of an older event", () => {
    const newer = { eventTime: 20, knownAt: 25, value: 2 };
    const older = { eventTime: 10, knownAt: 30, value: 9 };
    expect(at([newer, older], [25, 30])).toEqual([2, 2]);
  });

  it("counts no longer than it may", () => {
    expect(at([{ eventTime: 0, knownAt: 10, value: 7 }], [10, 15, 16], 5)).toEqual([7, 7, Number.NaN]);
  });

  it("is what the definition says", () => {
    fc.assert(
      fc.property(rows, (list) => {
        // Two rows of one event and moment contradict each other, which the reader of files refuses.
        const single = [...new Map(list.map((row) => [`${row.knownAt} ${row.eventTime}`, row])).values()];
        const moments = Array.from({ length: 42 }, (_, moment) => moment - 1);
        expect(at(single, moments)).toEqual(moments.map((moment) => slowly(single, moment)));
      }),
    );
  });

  it("does not change when more becomes known later", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 40 }), (list, until) => {
        const moments = Array.from({ length: until + 1 }, (_, moment) => moment);
        const then = list.filter(({ knownAt }) => knownAt <= until);
        expect(at(then, moments)).toEqual(at(list, moments));
      }),
    );
  });
});
