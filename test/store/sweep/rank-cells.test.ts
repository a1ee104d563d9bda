import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Ranked, rankedCells } from "../../../src/store/sweep/rank-cells.ts";

interface Row {
  readonly takesPart: boolean;
  readonly value: number;
  readonly isLossless: boolean;
  readonly gain: number;
  readonly isRare: boolean;
}

/** Few values, so that there are many ties. */
const number = fc.constantFrom(-1, -0.5, 0, 0.5, 1, 2);
const row: fc.Arbitrary<Row> = fc.record({
  takesPart: fc.boolean(),
  value: fc.oneof(number, fc.constant(Number.NaN)),
  isLossless: fc.boolean(),
  gain: fc.oneof(number, fc.constant(Number.NaN)),
  isRare: fc.boolean(),
});
const rows = fc.array(row, { maxLength: 40 }).map((all) =>
  // Only what is undefined can be without loss.
  all.map((one) => (one.isLossless ? { ...one, value: Number.NaN } : one)),
);
const order = fc.record({ descending: fc.boolean(), better: fc.constantFrom("higher" as const, "lower" as const) });

/** The same order, written as one comparison of two cells. */
function compare(rowOf: (cell: number) => Row, { descending, better }: Pick<Ranked, "descending" | "better">) {
  const endsFirst = (better === "higher") === descending;
  const groupOf = ({ isLossless, value }: Row): number =>
    isLossless ? (endsFirst ? 0 : 2) : Number.isNaN(value) ? 3 : 1;
  return (a: number, b: number): number => {
    const [left, right] = [rowOf(a), rowOf(b)];
    const byGroup = Number(left.isRare) - Number(right.isRare) || groupOf(left) - groupOf(right);
    if (byGroup !== 0) return byGroup;
    if (left.isLossless) {
      const known = Number(Number.isNaN(left.gain)) - Number(Number.isNaN(right.gain));
      return known || (Number.isNaN(left.gain) ? 0 : right.gain - left.gain) || a - b;
    }
    if (Number.isNaN(left.value)) return a - b;
    return (descending ? right.value - left.value : left.value - right.value) || a - b;
  };
}

describe("a page of a ranking", () => {
  it("is that part of the whole order, whatever the ties, gaps and ends", () => {
    fc.assert(
      fc.property(rows, order, fc.nat(45), fc.nat(45), (all, asked, from, count) => {
        const rowOf = (cell: number): Row =>
          all[cell] ?? { takesPart: false, value: 0, isLossless: false, gain: 0, isRare: false };
        const cells = Int32Array.from([...all.keys()].filter((cell) => rowOf(cell).takesPart));
        const ranked = {
          values: Float64Array.from(all, ({ value }) => value),
          lossless: Uint8Array.from(all, ({ isLossless }) => Number(isLossless)),
          gains: Float64Array.from(all, ({ gain }) => gain),
          rare: Uint8Array.from(all, ({ isRare }) => Number(isRare)),
          ...asked,
        };
        const page = rankedCells(cells, ranked, { from, to: from + count });
        expect([...page]).toEqual([...cells].sort(compare(rowOf, asked)).slice(from, from + count));
      }),
      { numRuns: 2000 },
    );
  });
});
