import { describe, expect, it } from "vitest";
import { createBatcher } from "../../src/runs/batcher.ts";

describe("a batcher", () => {
  it("hands calls of one moment over together, and answers each at its own position", async () => {
    const batches: (readonly number[])[] = [];
    const double = createBatcher(async (items: readonly number[]) => {
      batches.push(items);
      return items.map((item) => item * 2);
    });
    expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it("keeps to its largest batch", async () => {
    const sizes: number[] = [];
    const call = createBatcher(async (items: readonly number[]) => {
      sizes.push(items.length);
      return items;
    }, 2);
    await Promise.all([1, 2, 3, 4, 5].map(call));
    expect(sizes).toEqual([2, 2, 1]);
  });

  it("goes on after a batch that failed", async () => {
    let isFirst = true;
    const call = createBatcher(async (items: readonly number[]) => {
      if (!isFirst) return items;
      isFirst = false;
      throw new Error("lost");
    });
    await expect(call(1)).rejects.toThrow("lost");
    expect(await call(2)).toBe(2);
  });
});
