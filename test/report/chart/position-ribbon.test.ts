import { describe, expect, it } from "vitest";
import { positionRibbon } from "../../../src/report/chart/position-ribbon.ts";

const text = (position: readonly number[]) =>
  positionRibbon(
    Float64Array.from(position),
    Float64Array.from(position, (_, bar) => bar / (position.length - 1)),
  ).map(String);

describe("the strip of positions", () => {
  it("joins neighbouring bars and parts long from short", () => {
    expect(text([0, 1, 1, 0, -2])).toEqual(['<path class="held long" d="M500 993h500h500"/>']);
    expect(text([0, -1, 0])).toEqual(['<path class="held short" d="M1000 993h1000"/>']);
  });

  it("is nothing without a position", () => {
    expect(text([0, 0, 0])).toEqual([]);
  });

  it("does not grow with the number of bars", () => {
    const alternating = Array.from({ length: 100_000 }, (_, bar) => bar % 2);
    expect(text(alternating).join("").length).toBeLessThan(40_000);
  });
});
