import { expect, it } from "vitest";
import { sortedOrder } from "../../../src/core/numbers/sorted-order.ts";

it("gives the places of numbers in ascending order", () => {
  const values = Float64Array.of(3, -1, 2.5, Number.NEGATIVE_INFINITY, 1e-300, Number.POSITIVE_INFINITY, -1e300);
  expect([...sortedOrder(values)]).toEqual([3, 6, 1, 4, 2, 0, 5]);
  expect([...sortedOrder(new Float64Array())]).toEqual([]);
});

it("keeps equal ones in their order, zeros of both signs among them", () => {
  expect([...sortedOrder(Float64Array.of(0, -0, 1, 0, 1, -0))]).toEqual([0, 1, 3, 5, 2, 4]);
});

it("agrees with comparing each with each, in doubles and in floats", () => {
  let seed = 1;
  const doubles = Float64Array.from({ length: 5000 }, () => {
    seed = (Math.imul(seed, 48271) >>> 0) % 2147483647;
    return seed % 7 === 0 ? (seed % 5) - 2 : (seed - 1e9) / 3e7;
  });
  for (const values of [doubles, Float32Array.from(doubles)]) {
    const slow = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
    expect([...sortedOrder(values)]).toEqual(slow);
  }
});
