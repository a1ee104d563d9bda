import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../src/core/values/canonical-json.ts";
import { hash64 } from "../../../src/core/values/hash64.ts";

describe("a hash of 64 bits", () => {
  it("is the same for the same text for ever: trials are kept by it", () => {
    expect(hash64("").toString(16)).toBe("3188ab7ca8e7f2a6");
    expect(hash64('{"fast":10,"slow":50}').toString(16)).toBe("4d0bda5cc8b6216c");
    expect(hash64("ä€𝄞").toString(16)).toBe("f785714b6c087c77");
  });

  it("tells the cells of large grids apart, whole numbers, fractions and texts", () => {
    const seen = new Set<bigint>();
    let cells = 0;
    for (let a = 0; a < 400; a++) {
      for (let b = 0; b < 400; b++) {
        for (const params of [
          { fast: a, slow: b },
          { stop: a / 100, take: b / 1000, side: "long" },
        ]) {
          seen.add(hash64(canonicalJson(params)));
          cells += 1;
        }
      }
    }
    expect(seen.size).toBe(cells);
  });

  it("has every bit set in half of the texts", () => {
    const counts = Array.from({ length: 64 }, () => 0);
    for (let i = 0; i < 4096; i++) {
      const hash = hash64(canonicalJson({ fast: i }));
      for (let bit = 0; bit < 64; bit++) counts[bit] = (counts[bit] ?? 0) + Number((hash >> BigInt(bit)) & 1n);
    }
    expect(Math.min(...counts)).toBeGreaterThan(1850);
    expect(Math.max(...counts)).toBeLessThan(2250);
  });
});
