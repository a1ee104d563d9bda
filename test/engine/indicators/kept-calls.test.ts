import { describe, expect, it } from "vitest";
import { keptCalls } from "../../../src/engine/indicators/catalogue/kept-calls.ts";
import { indicatorCache } from "../../../src/engine/indicators/indicator-cache.ts";

const COLUMN_BYTES = 100 * Float64Array.BYTES_PER_ELEMENT;
const close = new Float64Array(100).fill(7);

/** A cache with room for so many columns of 100 values, and a count of what was computed. */
function keeping(columns: number) {
  const calls = keptCalls(columns * COLUMN_BYTES);
  const computed: string[] = [];
  const ask = (name: string, sources: readonly (object | number)[] = [close]) =>
    calls.recall(name, sources, () => (computed.push(name), new Float64Array(100)));
  return { ask, calls, computed };
}

describe("columns of the catalogue", () => {
  it("past their room, those asked for least recently are computed anew", () => {
    const { ask, computed } = keeping(3);
    for (const name of ["a", "b", "c", "a", "d", "a", "c", "b"]) ask(name);
    // "d" took the place of "b", for "a" had been asked for again; "b" then takes that of "d".
    expect(computed).toEqual(["a", "b", "c", "d", "b"]);
  });

  it("one that has no room at all is given all the same, and goes with the next", () => {
    const { ask, computed } = keeping(0.5);
    expect(ask("a")).toHaveLength(100);
    expect(ask("a")).toBe(ask("a"));
    ask("b");
    ask("a");
    expect(computed).toEqual(["a", "b", "a"]);
  });

  it("with several parts count with all of them", () => {
    const { ask, calls, computed } = keeping(3);
    ask("a");
    calls.recall("wide", [close], () => ({ upper: new Float64Array(100), lower: new Float64Array(100) }));
    ask("b");
    ask("a");
    expect(computed).toEqual(["a", "b", "a"]);
  });

  it("of another source, of equal values too, are others", () => {
    const { ask, computed } = keeping(9);
    ask("a", [close, 1]);
    ask("a", [close, 1]);
    ask("a", [close, 2]);
    ask("a", [close.slice(), 1]);
    expect(computed).toHaveLength(3);
  });

  it("are the same numbers after they were dropped", () => {
    const prices = Float64Array.from({ length: 200_000 }, (_, bar) => 50 + Math.sin(bar / 7));
    const cache = indicatorCache();
    const before = cache.wma(prices, 10);
    // 100 columns of 1.6 MB are more than the 128 MB that are kept.
    for (let window = 11; window < 111; window++) cache.wma(prices, window);
    const after = cache.wma(prices, 10);
    expect(after).not.toBe(before);
    expect(after).toEqual(before);
  });
});
