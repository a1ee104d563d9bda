import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEventList } from "../../src/engine/signals/event-list.ts";
import { crossEvents } from "../../src/engine/signals/cross-events.ts";
import { signalEvents } from "../../src/engine/signals/signal-events.ts";

/** vectorbt's state machine, word for word in its own terms: `below` seen, and a counter of bars since. */
function crossedAbove(a: readonly number[], b: readonly number[]): readonly number[] {
  let below = false;
  let ago = -1;
  return a.flatMap((x, bar) => {
    const y = b[bar] ?? Number.NaN;
    if (Number.isNaN(x) || Number.isNaN(y)) {
      below = false;
      ago = -1;
    } else if (x > y) {
      if (below) ago++;
      return below && ago === 0 ? [bar] : [];
    } else {
      ago = -1;
      if (x < y) below = true;
    }
    return [];
  });
}

function crossings(a: readonly number[], b: readonly number[]) {
  const events = createEventList(a.length);
  crossEvents(Float64Array.from(a), Float64Array.from(b), events, "since_warmup");
  const at = (action: number) =>
    Array.from(events.bars.subarray(0, events.count)).filter((_, k) => ((events.actions[k] ?? 0) & action) !== 0);
  return { up: at(1), down: at(2) };
}

describe("crossings", () => {
  it("need the other side to have been seen since the last gap", () => {
    expect(crossings([2, 1, 2, Number.NaN, 2, 1], [1.5, 1.5, 1.5, 1.5, 1.5, 1.5])).toEqual({ up: [2], down: [1, 5] });
  });

  it("count anew after a touch", () => {
    expect(crossings([1, 2, 1.5, 2], [1.5, 1.5, 1.5, 1.5])).toEqual({ up: [1, 3], down: [] });
  });

  it("are those of vectorbt's state machine, both ways", () => {
    const value = fc.constantFrom(0, 1, 2, Number.NaN);
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { maxLength: 40 }), (pairs) => {
        const a = pairs.map(([x]) => x);
        const b = pairs.map(([, y]) => y);
        expect(crossings(a, b)).toEqual({ up: crossedAbove(a, b), down: crossedAbove(b, a) });
      }),
      { numRuns: 1000 },
    );
  });
});

function gather(signals: object): void {
  signalEvents(signals as Parameters<typeof signalEvents>[0], 3, createEventList(3));
}

describe("signal arrays", () => {
  const good = new Uint8Array(3);

  it("must be there, of the right type and length, and hold 0 and 1 only", () => {
    expect(() => gather({ entries: good })).toThrow("`exits` must be a Uint8Array");
    expect(() => gather({ entries: [0, 1, 0], exits: good })).toThrow("`entries` must be a Uint8Array");
    class Long extends Uint8Array {
      override get length(): number {
        return 3;
      }
    }
    expect(() => gather({ entries: new Long(2), exits: good })).toThrow("`entries` has 2 elements");
    expect(() => gather({ entries: good, exits: new Uint8Array(2) })).toThrow(
      "`exits` has 2 elements; there are 3 bars",
    );
    expect(() => gather({ entries: good, exits: Uint8Array.of(0, 0, 7) })).toThrow("`exits` is 7 at bar 2");
    expect(() => gather(undefined as unknown as object)).toThrow("must return an object of arrays");
  });

  it("give the events that a look at every bar gives, wherever in their buffers they lie", () => {
    const flag = fc.integer({ min: 0, max: 9 }).map((number) => (number === 0 ? 1 : 0));
    const row = fc.tuple(flag, flag, flag, flag);
    const rows = fc.array(row, { maxLength: 120, size: "max" });
    fc.assert(
      fc.property(rows, fc.boolean(), fc.integer({ min: 0, max: 5 }), (bars, hasShorts, offset) => {
        const column = (side: number): Uint8Array => {
          const buffer = new Uint8Array(bars.length + offset);
          for (const [bar, flags] of bars.entries()) buffer[offset + bar] = flags[side] ?? 0;
          return buffer.subarray(offset);
        };
        const [entries, exits] = [column(0), column(1)];
        const shorts = hasShorts ? { shortEntries: column(2), shortExits: column(3) } : {};
        const events = createEventList(bars.length);
        signalEvents({ entries, exits, ...shorts }, bars.length, events);
        const expected = bars.flatMap(([entry, exit, shortEntry, shortExit], bar) => {
          const action = entry + 2 * exit + (hasShorts ? 4 * shortEntry + 8 * shortExit : 4 * exit + 8 * entry);
          return action === 0 ? [] : [{ bar, action }];
        });
        const found = Array.from({ length: events.count }, (_, k) => ({
          bar: events.bars[k],
          action: events.actions[k],
        }));
        expect(found).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it("mirror the long side when there is no short one", () => {
    const events = createEventList(3);
    signalEvents({ entries: Uint8Array.of(1, 0, 0), exits: Uint8Array.of(0, 0, 1) }, 3, events);
    expect(events.bars.subarray(0, events.count)).toEqual(Int32Array.of(0, 2));
    expect(events.actions.subarray(0, events.count)).toEqual(Uint8Array.of(1 + 8, 2 + 4));
  });
});
