import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packDoubles, packInts, unpackDoubles, unpackInts } from "../../../src/store/sweep/packed.ts";

const doubles = fc.array(fc.double());
const ints = fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
/** The driver's buffers start anywhere. */
const shifted = (bytes: Buffer, by: number): Buffer => Buffer.concat([Buffer.alloc(by), bytes]).subarray(by);

describe("packed numbers", () => {
  it("come back to the bit, columns one after the other, from buffers that start anywhere", () => {
    fc.assert(
      fc.property(fc.array(doubles), fc.integer({ min: 0, max: 9 }), (columns, by) => {
        const packed = packDoubles(columns.map((column) => Float64Array.from(column)));
        expect(unpackDoubles(shifted(packed, by))).toEqual(Float64Array.from(columns.flat()));
      }),
    );
    fc.assert(
      fc.property(ints, fc.integer({ min: 0, max: 9 }), (numbers, by) => {
        expect(unpackInts(shifted(packInts(numbers), by))).toEqual(Int32Array.from(numbers));
      }),
    );
  });

  it("are as Postgres writes its own", () => {
    expect(packDoubles([Float64Array.of(1.5)]).toString("hex")).toBe("3ff8000000000000");
    expect(packInts([-2]).toString("hex")).toBe("fffffffe");
  });
});
