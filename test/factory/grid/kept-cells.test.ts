import * as fc from "fast-check";
import { expect, it } from "vitest";
import { keepSome } from "../../../src/factory/grid/kept-cells.ts";

it("numbers the kept ones in order, whichever they are", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 2_000 }), (keep) => {
      const kept = keepSome(keep.length, (raw) => keep[raw] === true);
      const expected = keep.flatMap((isKept, raw) => (isKept ? [raw] : []));
      expect(kept.count).toBe(expected.length);
      expect(expected.map((_, index) => kept.rawAt(index))).toEqual(expected);
      expect(keep.map((_, raw) => kept.indexOf(raw))).toEqual(keep.map((_, raw) => expected.indexOf(raw)));
    }),
  );
});
