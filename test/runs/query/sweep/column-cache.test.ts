import { expect, it } from "vitest";
import { createColumnCache } from "../../../../src/runs/query/sweep/column-cache.ts";

it("what is kept is made once, and anew for another version", async () => {
  const columns = createColumnCache(3000);
  let made = 0;
  const make = async () => {
    made += 1;
    return new Uint8Array(1000);
  };
  await Promise.all([columns.get("a", make), columns.get("a", make)]);
  expect(made).toBe(1);
  await columns.get("b", make);
  await columns.get("c", make);
  await columns.get("a", make);
  expect(made).toBe(4);
  await expect(columns.get("d", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  await columns.get("d", make);
  expect(made).toBe(5);
});
