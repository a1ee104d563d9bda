import { mkdtempSync, readdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { learnedFacts } from "../../../src/sandbox/modules/learned-facts.ts";

const MINUTE = 60_000;

it("a failure is remembered for a minute, then for two, and never across processes", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-facts-"));
  let now = 0;
  let asked = 0;
  const facts = learnedFacts<object>(folder, () => null, { now: () => now });
  const ask = () =>
    facts
      .recall("x", async () => {
        asked++;
        throw new Error("no such package");
      })
      .catch(() => asked);
  const askedAt = async (at: number) => {
    now = at;
    return ask();
  };
  expect(await askedAt(0)).toBe(1);
  expect(await askedAt(MINUTE - 1)).toBe(1);
  expect(await askedAt(MINUTE)).toBe(2);
  expect(await askedAt(3 * MINUTE - 1)).toBe(2);
  expect(await askedAt(3 * MINUTE)).toBe(3);
  expect(readdirSync(folder)).toEqual([]);
});

it("what was learned after a failure stays known, and only lasting facts go to the disk", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-facts-"));
  const facts = learnedFacts<{ n: number }>(folder, () => null, { isLasting: ({ n }) => n > 1 });
  expect(await facts.recall("one", async () => ({ n: 1 }))).toEqual({ n: 1 });
  expect(await facts.recall("one", async () => ({ n: 9 }))).toEqual({ n: 1 });
  expect(await facts.recall("two", async () => ({ n: 2 }))).toEqual({ n: 2 });
  expect(readdirSync(folder)).toEqual(["two.json"]);
});
