import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Bars } from "../../../src/engine/bars.ts";
import { openColumnDirectory } from "../../../src/engine/simd/column-directory.ts";
import { type ColumnMemory, createColumnMemory } from "../../../src/engine/simd/column-memory.ts";
import { createSharedMemory, type SharedMemory } from "../../../src/engine/simd/shared-memory.ts";
import { crossEvents } from "../../../src/engine/signals/cross-events.ts";
import { signalEvents } from "../../../src/engine/signals/signal-events.ts";
import { createEventList } from "../../../src/engine/signals/event-list.ts";
import type { Signals } from "../../../src/engine/signals/signals.ts";
import { barsOf } from "../support/sample-bars.ts";

/** Bars that are nothing but two columns: indicators over them are those very columns. */
function barsWith(open: readonly number[], close: readonly number[]): Bars {
  return barsOf(open.map((own, bar) => [own, own, own, close[bar] ?? Number.NaN]));
}

function memoryOf(bars: Bars, shared?: SharedMemory): ColumnMemory {
  const memory = createColumnMemory(bars, shared);
  if (memory === null) throw new Error("This machine has no vector instructions");
  return memory;
}

function kept(memory: ColumnMemory, source: Float64Array, window = 1): Float64Array {
  const column = memory.column("sma", source, window, (own) => own.set(source));
  if (column === null) throw new Error("The memory is full");
  return column;
}

function crossings(a: Float64Array, b: Float64Array, memory: ColumnMemory | null, strict: boolean) {
  const events = createEventList(a.length, memory);
  crossEvents(a, b, events, strict ? "bar_before" : "since_warmup");
  return {
    bars: [...events.bars.subarray(0, events.count)],
    actions: [...events.actions.subarray(0, events.count)],
  };
}

const flat = barsWith(
  Array.from({ length: 1000 }, () => 2),
  Array.from({ length: 1000 }, () => 1),
);

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
  .map((runs) =>
    [[1, 256] as const, ...runs].flatMap(([distance, bars]) => Array.from({ length: bars }, () => distance)),
  );

describe("crossings found by vectors", () => {
  it("are those found bar by bar, with touches, gaps and what is left over", () => {
    fc.assert(
      fc.property(distances, fc.boolean(), (above, strict) => {
        const b = above.map((_, bar) => Math.sin(bar));
        const bars = barsWith(
          above.map((distance, bar) => (b[bar] ?? 0) + distance),
          b,
        );
        const memory = memoryOf(bars);
        const columns = [kept(memory, bars.open), kept(memory, bars.close)] as const;
        expect(crossings(...columns, memory, strict)).toEqual(crossings(...columns, null, strict));
      }),
      { numRuns: 300 },
    );
  });

  it("are listed with the bar at which the scan stops", () => {
    const bars = barsWith(
      Array.from({ length: 1000 }, (_, bar) => (bar % 100 < 50 ? 1 : -1)),
      Array.from({ length: 1000 }, () => 0),
    );
    const memory = memoryOf(bars);
    const [a, b] = [kept(memory, bars.open), kept(memory, bars.close)];
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
    const memory = memoryOf(flat);
    const inside = kept(memory, flat.close);
    expect(memory.scanCrossings(inside, new Float64Array(1000), 1)).toBe(-1);
    expect(memory.scanCrossings(new Float64Array(1000), inside, 1)).toBe(-1);
  });
});

describe("signals listed by vectors", () => {
  const flags = fc.array(fc.tuple(fc.nat({ max: 90 }), fc.constantFrom(1, 2, 3)), { maxLength: 40, size: "max" });

  function gathered(signals: Signals, bars: number, memory: ColumnMemory | null) {
    const events = createEventList(bars, memory);
    signalEvents(signals, bars, events);
    return [events.bars.slice(0, events.count), events.actions.slice(0, events.count)];
  }

  it("are those gathered word by word", () => {
    fc.assert(
      fc.property(flags, fc.nat({ max: 100 }), (gaps, left) => {
        const bars = 300 + left + gaps.reduce((total, [gap]) => total + gap, 0);
        const signals = { entries: new Uint8Array(bars), exits: new Uint8Array(bars) };
        let bar = 0;
        for (const [gap, which] of gaps) {
          bar += gap;
          signals.entries[bar] = which & 1;
          signals.exits[bar] = which >> 1;
        }
        const prices = Array.from({ length: bars }, () => 1);
        const memory = memoryOf(barsWith(prices, prices));
        expect(gathered(signals, bars, memory)).toEqual(gathered(signals, bars, null));
        const shorts = { shortEntries: signals.entries, shortExits: signals.exits };
        expect(gathered({ ...signals, ...shorts }, bars, memory)).toEqual(
          gathered({ ...signals, ...shorts }, bars, null),
        );
      }),
      { numRuns: 200 },
    );
  });

  it("must be 0 or 1", () => {
    const signals = { entries: new Uint8Array(1000), exits: new Uint8Array(1000) };
    signals.exits[70] = 128;
    expect(() => gathered(signals, 1000, memoryOf(flat))).toThrow("`exits` is 128 at bar 70");
    signals.exits[70] = 0;
    signals.entries[999] = 2;
    expect(() => gathered(signals, 1000, memoryOf(flat))).toThrow("`entries` is 2 at bar 999");
  });
});

describe("a column memory", () => {
  it("grows under its columns without moving them", () => {
    const memory = memoryOf(flat);
    const columns = Array.from({ length: 600 }, (_, k) => {
      const column = kept(memory, flat.close, k + 1);
      return column.fill(k);
    });
    for (const [k, column] of columns.entries()) expect(column.every((value) => value === k)).toBe(true);
    const [first = flat.close] = columns;
    expect(memory.scanCrossings(columns[599] ?? flat.close, first, 1)).toBe(0);
    expect(memory.found[0]).toBe(961);
  });

  it("lets each indicator be computed once, whoever asks for it", () => {
    const shared = createSharedMemory();
    if (shared === null) throw new Error("There is no room for a memory");
    const [one, other] = [memoryOf(flat, shared), memoryOf(flat, shared)];
    const mine = kept(one, flat.close, 7);
    const theirs = other.column("sma", flat.close, 7, () => expect.unreachable("It was computed before"));
    expect(theirs).toEqual(flat.close);
    expect(theirs?.byteOffset).toBe(mine.byteOffset);
    expect(other.scanCrossings(theirs ?? mine, kept(other, flat.open, 7), 1)).toBe(0);
    expect(one.found.byteOffset).not.toBe(other.found.byteOffset);
  });

  it("keeps apart what is not the same", () => {
    const memory = memoryOf(flat);
    const columns = [
      kept(memory, flat.close, 2),
      kept(memory, flat.close, 3),
      kept(memory, flat.open, 2),
      memory.column("ema", flat.close, 2, () => undefined),
    ];
    expect(new Set(columns.map((column) => column?.byteOffset)).size).toBe(4);
  });

  it("keeps nothing that is not over a column of the bars, or has no end of a window", () => {
    const memory = memoryOf(flat);
    expect(memory.column("sma", new Float64Array(1000), 2, () => undefined)).toBeNull();
    expect(memory.column("sma", flat.close, 2 ** 24, () => undefined)).toBeNull();
  });

  it("is not made for few bars", () => {
    expect(createColumnMemory(barsWith([1], [1]))).toBeNull();
  });

  it("is not made where there is no room for its addresses", () => {
    expect(createColumnMemory(flat, null)).toBeNull();
  });

  it("is not made where the machine has no vector instructions", async () => {
    const shared = createSharedMemory();
    expect(shared).not.toBeNull();
    vi.resetModules();
    vi.stubGlobal("WebAssembly", { validate: () => false });
    const elsewhere = await import("../../../src/engine/simd/column-memory.ts");
    expect(elsewhere.createColumnMemory(flat, shared)).toBeNull();
    vi.unstubAllGlobals();
  });
});

describe("a directory of columns", () => {
  it("says when the memory is full", () => {
    const shared = createSharedMemory();
    if (shared === null) throw new Error("There is no room for a memory");
    const directory = openColumnDirectory(shared);
    expect(directory.column(1, 2 ** 29, () => expect.unreachable("There is no room to fill"))).toBeNull();
    expect(directory.allocate(2 ** 32, () => 0)).toBeNull();
    expect(directory.column(2, 100, (column) => column.fill(1))).toEqual(new Float64Array(100).fill(1));
  });

  it("does not wait for ever for one who never finishes", () => {
    const shared = createSharedMemory();
    if (shared === null) throw new Error("There is no room for a memory");
    const directory = openColumnDirectory(shared);
    const gone = () => {
      throw new Error("ended");
    };
    expect(() => directory.column(1, 10, gone)).toThrow("ended");
    const own = openColumnDirectory(shared).column(1, 10, (column) => column.fill(5));
    expect(own).toEqual(new Float64Array(10).fill(5));
  });
});
