import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, randomFromState } from "../../../src/analytics/resampling/random.ts";

describe("the random generator", () => {
  it("gives the published first numbers of xoshiro128++ from the state 1, 2, 3, 4", () => {
    const { nextUint32 } = randomFromState([1, 2, 3, 4]);
    const published = [641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295];
    expect(published.map(() => nextUint32())).toEqual(published);
  });

  it("repeats itself for the same seed and stream, and for no other", () => {
    expect(firstOf(7, 3)).toBe(firstOf(7, 3));
    const pairs = Array.from({ length: 4000 }, (_, i) => firstOf(i % 40, Math.floor(i / 40)));
    expect(new Set(pairs).size).toBe(4000);
    expect(firstOf(2 ** 40 + 1, 0)).not.toBe(firstOf(1, 0));
  });

  it("fills the unit interval evenly", () => {
    const { nextUnit } = createRandom(1);
    const counts = new Int32Array(10);
    let sum = 0;
    for (let i = 0; i < 100_000; i++) {
      const value = nextUnit();
      sum += value;
      counts[Math.floor(value * 10)] = (counts[Math.floor(value * 10)] ?? 0) + 1;
    }
    expect(Math.abs(sum / 100_000 - 0.5)).toBeLessThan(0.004);
    expect(Math.max(...counts.map((count) => Math.abs(count - 10_000)))).toBeLessThan(400);
  });

  it("draws whole numbers below the limit, all of them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 21 }), fc.maxSafeInteger(), (limit, seed) => {
        const drawn = createRandom(seed).nextBelow(limit);
        return Number.isInteger(drawn) && drawn >= 0 && drawn < limit;
      }),
    );
    const { nextBelow } = createRandom(5);
    expect(new Set(Array.from({ length: 200 }, () => nextBelow(6))).size).toBe(6);
  });
});

function firstOf(seed: number, stream: number): string {
  const { nextUint32 } = createRandom(seed, stream);
  return [nextUint32(), nextUint32(), nextUint32()].join(" ");
}
