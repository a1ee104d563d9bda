import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blockLengths } from "../../../src/analytics/resampling/block-length.ts";

/** What arch made of the cases; written by `bench/peers/statistics_golden.py`. */
interface Golden {
  readonly cases: readonly {
    readonly returns: readonly number[];
    /** Null for series that are short, still, or near the limit at which a lag counts. */
    readonly blocks: { readonly stationary: number; readonly circular: number } | null;
  }[];
}

const file = process.env["STATISTICS_GOLDEN"] ?? new URL("../../engine/golden/statistics.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(file, "utf8")) as Golden;

describe("the automatic block length", () => {
  it("is that of arch on random returns, remembering and forgetting ones", () => {
    const known = cases.flatMap(({ returns, blocks }) => (blocks === null ? [] : [{ returns, blocks }]));
    expect(known.length).toBeGreaterThanOrEqual(15);
    for (const { returns, blocks } of known) {
      const { stationary, circular } = blockLengths(Float64Array.from(returns));
      expect(stationary / blocks.stationary).toBeCloseTo(1, 12);
      expect(circular / blocks.circular).toBeCloseTo(1, 12);
    }
  });
});
