import { describe, expect, it } from "vitest";
import { monteCarloOffLoop } from "../../../src/executors/monte-carlo/monte-carlo-off-loop.ts";

const returns = Float64Array.from({ length: 700 }, (_, i) => 0.02 * Math.sin(i * i));
const source = { kind: "returns", resampling: { method: "stationary", blockLength: 5, seed: 11 } } as const;
const measure = {
  returns,
  points: Int32Array.of(350, 700),
  perYear: 252,
  riskFree: 0,
} as const;

function drawn(threads: number, runs = 1003, signal = new AbortController().signal) {
  return monteCarloOffLoop({ measure, source, runs, ruin: 0.5, initialCapital: 1e5, threads, signal });
}

describe("histories that are drawn in threads", () => {
  it("come to the same bytes with 1, 2, 5 and more threads than histories", async () => {
    const one = JSON.stringify(await drawn(1));
    expect(JSON.stringify(await drawn(2))).toBe(one);
    expect(JSON.stringify(await drawn(5))).toBe(one);
    expect(JSON.stringify(await drawn(5, 3))).toBe(JSON.stringify(await drawn(1, 3)));
  });

  it("end when they are told to, with the reason", async () => {
    const ending = new AbortController();
    const found = drawn(2, 3_000_000, ending.signal);
    setImmediate(() => ending.abort(new Error("the run was cancelled")));
    await expect(found).rejects.toThrow("the run was cancelled");
    await expect(drawn(1, 10, ending.signal)).rejects.toThrow("the run was cancelled");
  });
});
