import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ColumnMemory, createColumnMemory } from "../../../src/engine/simd/column-memory.ts";
import { crossEvents } from "../../../src/engine/signals/cross-events.ts";
import { createEventList } from "../../../src/engine/signals/event-list.ts";

function memoryFor(barCount: number): ColumnMemory {
  const memory = createColumnMemory(barCount);
  if (memory === null) throw new Error("This machine has no vector instructions");
  return memory;
}

function stored(memory: ColumnMemory, values: readonly number[]): Float64Array {
  const column = memory.column(values.length);
  if (column === null) throw new Error("The memory is full");
  column.set(values);
  return column;
}

function crossings(a: Float64Array, b: Float64Array, memory: ColumnMemory | null, strict: boolean) {
  const events = createEventList(a.length, memory);
  crossEvents(a, b, events, strict);
  return {
    bars: [...events.bars.subarray(0, events.count)],
    actions: [...events.actions.subarray(0, events.count)],
  };
}

/** Runs of bars with one distance between two columns; of the rare ones, 0 is a touch and NaN a gap. */
const distances = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(-1, 1) },
        { weight: 1, arbitrary: fc.constantFrom(0, Number.NaN) },
      ),
      fc.integer({ min: 1, max: 60 }),
    ),
    { maxLength: 60, size: "max" },
  )
  .map((runs) => runs.flatMap(([distance, bars]) => Array.from({ length: bars }, () => distance)));

describe("crossings found by vectors", () => {
  it("are those found bar by bar, with touches, gaps and what is left over", () => {
    fc.assert(
      fc.property(distances, fc.boolean(), (above, strict) => {
        const memory = memoryFor(4000);
        const b = stored(
          memory,
          above.map((_, bar) => Math.sin(bar)),
        );
        const a = stored(
          memory,
          above.map((distance, bar) => (b[bar] ?? 0) + distance),
        );
        expect(crossings(a, b, memory, strict)).toEqual(crossings(a, b, null, strict));
      }),
      { numRuns: 300 },
    );
  });

  it("are listed with the bar at which the scan stops", () => {
    const memory = memoryFor(1000);
    const a = stored(
      memory,
      Array.from({ length: 1000 }, (_, bar) => (bar % 100 < 50 ? 1 : -1)),
    );
    const b = stored(
      memory,
      Array.from({ length: 1000 }, () => 0),
    );
    expect(memory.scanCrossings(a, b, 1)).toBe(19);
    expect([...memory.found.subarray(0, 20)]).toEqual([...Array.from({ length: 19 }, (_, k) => 50 * k + 50), 961]);
    a[500] = 0;
    expect(memory.scanCrossings(a, b, 1)).toBe(8);
    expect([...memory.found.subarray(0, 9)]).toEqual([...Array.from({ length: 8 }, (_, k) => 50 * k + 50), 449]);
    b[10] = Number.NaN;
    expect(memory.scanCrossings(a, b, 1)).toBe(0);
    expect(memory.found[0]).toBe(1);
  });

  it("are not looked for in columns that lie elsewhere", () => {
    const memory = memoryFor(1000);
    const inside = stored(
      memory,
      Array.from({ length: 1000 }, () => 1),
    );
    expect(memory.scanCrossings(inside, new Float64Array(1000), 1)).toBe(-1);
    expect(memory.scanCrossings(new Float64Array(1000), inside, 1)).toBe(-1);
  });
});

describe("a column memory", () => {
  it("grows under its columns without moving them", () => {
    const memory = memoryFor(1000);
    const columns = Array.from({ length: 40 }, (_, k) =>
      stored(
        memory,
        Array.from({ length: 1000 }, () => k),
      ),
    );
    for (const [k, column] of columns.entries()) expect(column.every((value) => value === k)).toBe(true);
    expect(memory.scanCrossings(columns[39] ?? new Float64Array(), columns[0] ?? new Float64Array(), 1)).toBe(0);
    expect(memory.found[0]).toBe(961);
  });

  it("says when it is full", () => {
    expect(memoryFor(1000).column(2 ** 29)).toBeNull();
  });

  it("is not made for few bars", () => {
    expect(createColumnMemory(100)).toBeNull();
  });
});
