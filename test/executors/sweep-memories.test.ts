import { expect, it } from "vitest";
import { sweepMemories } from "../../src/executors/engine/sweep-memories.ts";

it("the sweeps asked for last have one memory each, the others get a new one", () => {
  const memoryOf = sweepMemories(2);
  const [a, b] = [memoryOf("a"), memoryOf("b")];
  expect(a).not.toBeNull();
  expect(b).not.toBe(a);
  expect(memoryOf("a")).toBe(a);
  memoryOf("c");
  expect(memoryOf("a")).toBe(a);
  expect(memoryOf("b")).not.toBe(b);
});
