import { describe, expect, it } from "vitest";
import { allocateBars } from "../../../src/data/bars/allocate-bars.ts";
import { survivorNotes } from "../../../src/data/notes/survivors.ts";

const DAY = 86_400_000;

function barsOf(symbol: string, from: number, days: number) {
  const bars = allocateBars({ symbol, bars: days });
  bars.time.set(Array.from({ length: days }, (_, day) => (from + day) * DAY));
  return bars;
}

const TEN_YEARS = 3653;

describe("a list of the names of today", () => {
  it("is told of where one of them should have gone: one in twenty symbols a year", () => {
    const two = [barsOf("A", 0, TEN_YEARS), barsOf("B", 0, TEN_YEARS + 3)];
    expect(survivorNotes(two, false)).toEqual([
      {
        kind: "survivors_only",
        text:
          "all 2 symbols last to the end, and nobody says who was in when: names that are gone by now may be missing, " +
          "which flatters results (data.universe)",
      },
    ]);
    expect(survivorNotes([barsOf("A", 0, 3000), barsOf("B", 0, 3000)], false)).toEqual([]);
  });

  it("is none with a universe, with a symbol that ended, and of a single one", () => {
    const three = ["A", "B", "C"].map((symbol) => barsOf(symbol, 0, TEN_YEARS));
    expect(survivorNotes(three, true)).toEqual([]);
    expect(survivorNotes([...three, barsOf("D", 0, TEN_YEARS - 30)], false)).toEqual([]);
    expect(survivorNotes([barsOf("A", 0, 3 * TEN_YEARS)], false)).toEqual([]);
    expect(survivorNotes([], false)).toEqual([]);
  });
});
