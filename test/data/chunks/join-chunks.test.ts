import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../../src/core/values/hash.ts";
import { allocateBars, bytesOf } from "../../../src/data/bars/allocate-bars.ts";
import { chunkBytes, chunkSize, joinChunks } from "../../../src/data/chunks/join-chunks.ts";
import type { ObjectStore } from "../../../src/data/chunks/object-store.ts";
import {
  type CutManifest,
  cutManifest,
  manifestBytes,
  manifestId,
  parseManifest,
} from "../../../src/data/snapshots/manifest.ts";
import { readContent } from "../../../src/data/snapshots/read-content.ts";
import { snapshotOf } from "../../../src/data/snapshots/snapshot-of.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { transformBars } from "../../../src/engine/transform-bars.ts";

const DAY_MS = 86_400_000;
const FACTS = { timeframe: "1d", barsPerYear: 252 };

function memoryStore(): ObjectStore {
  const kept = new Map<string, Uint8Array>();
  return {
    has: async (hash, size) => kept.get(hash)?.length === size,
    get: async (hash) => kept.get(hash) ?? null,
    put: async (hash, bytes) => void kept.set(hash, bytes),
    settle: async () => undefined,
  };
}

async function written({ cut }: CutManifest): Promise<ObjectStore> {
  const store = memoryStore();
  for (const { chunk, bars } of cut) {
    const bytes = chunkBytes(bars);
    expect([sha256(bytes), bytes.length]).toEqual([chunk.sha256, chunkSize(chunk)]);
    await store.put(chunk.sha256, bytes);
  }
  return store;
}

const VALUE = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, -0, 1, Number.NaN));
const NAMES = fc.uniqueArray(fc.constantFrom("rate", "news", "a", "__proto__", "1", "dividend"), { maxLength: 3 });

/** Bars some 100 days apart, with every kind of column; several are of one year. */
function barsOf(symbol: string): fc.Arbitrary<Bars> {
  const columns = { gaps: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 12 }), extra: NAMES };
  return fc.record({ ...columns, hasDividends: fc.boolean(), hasMember: fc.boolean() }).chain(({ gaps, ...layout }) => {
    const count = gaps.length;
    const column = fc.array(VALUE, { minLength: count, maxLength: count });
    const flags = fc.array(fc.constantFrom(0, 0, -0, 1), { minLength: count, maxLength: count });
    return fc.record({ prices: column, paid: flags, member: flags, extra: column }).map((values) => {
      const { extra: names, ...rest } = layout;
      const bars = allocateBars({ symbol, bars: count, ...rest, ...(names.length > 0 && { extra: names }) });
      let day = 0;
      for (const [index, gap] of gaps.entries()) bars.time[index] = (day += gap) * DAY_MS;
      for (const price of [bars.open, bars.high, bars.low, bars.close, bars.volume]) price.set(values.prices);
      bars.dividend?.set(values.paid);
      bars.member?.set(values.member);
      for (const [index, own] of Object.values(bars.extra ?? {}).entries())
        own.set(values.extra.map((one) => one + index));
      return bars;
    });
  });
}

/** With all columns written out: no dividends are zeros, always in its universe are ones. */
function spelledOut(bars: Bars): Bars {
  const { length } = bars.time;
  const { dividend = new Float64Array(length), member = new Float64Array(length).fill(1) } = bars;
  return transformBars({ ...bars, dividend, member }, (column) => Float64Array.from(column));
}

function windowOf(bars: Bars, from: number, to: number): Bars {
  return transformBars(bars, (column) => column.subarray(from, to));
}

/** Every byte with the names of its columns. */
function spelledBytes(bars: Bars): unknown {
  const own = spelledOut(bars);
  return [bars.symbol, Object.keys(bars.extra ?? {}), bytesOf(own).map((bytes) => Buffer.from(bytes).toString("hex"))];
}

describe("chunks", () => {
  it("are joined to the bars that were cut, with columns of every kind", async () => {
    await fc.assert(
      fc.asyncProperty(barsOf("A"), barsOf("B"), async (a, b) => {
        const cut = cutManifest(FACTS, [b, a]);
        const store = await written(cut);
        const manifest = parseManifest(manifestBytes(cut.manifest), "m");
        expect(manifest).toEqual(cut.manifest);
        const joined = await joinChunks(manifest.symbols, manifest.chunks, store);
        expect(joined?.map(spelledBytes)).toEqual([b, a].map(spelledBytes));
        expect(manifestId(cutManifest(FACTS, joined ?? []).manifest)).toBe(manifestId(cut.manifest));
        const told = snapshotOf(manifestId(manifest), manifest, []).symbols;
        expect(told.map(({ bars, extra }) => ({ bars, extra }))).toEqual(
          [b, a].map(({ time, extra }) => ({ bars: time.length, extra: extra && Object.keys(extra) })),
        );
      }),
    );
  });

  it("name snapshots by every byte and every name of a column", () => {
    fc.assert(
      fc.property(barsOf("A"), barsOf("A"), (one, other) => {
        const [first, second] = [one, other].map((bars) => manifestId(cutManifest(FACTS, [bars]).manifest));
        expect(first === second).toBe(JSON.stringify(spelledBytes(one)) === JSON.stringify(spelledBytes(other)));
      }),
    );
  });
});

describe("what is read of a snapshot", () => {
  function contentOf(whole: Bars, read: Bars): string | null {
    const { manifest } = cutManifest(FACTS, [whole]);
    return readContent(snapshotOf(manifestId(manifest), manifest, []), [read]);
  }

  it("is named alike exactly where the bytes that are read are equal, whatever lies around them", () => {
    const revision = fc.record({ row: fc.nat(11), column: fc.nat(9), value: VALUE });
    fc.assert(
      fc.property(barsOf("A"), revision, fc.nat(11), fc.nat(11), (whole, { row, column, value }, start, end) => {
        const count = whole.time.length;
        const from = Math.min(start % count, end % count);
        const to = Math.max(start % count, end % count) + 1;
        const revised = windowOf(whole, 0, count);
        const copy = transformBars(revised, (one) => Float64Array.from(one));
        const columns = [copy.open, copy.high, copy.close, copy.volume, copy.dividend, copy.member];
        const own = [...columns, ...Object.values(copy.extra ?? {})].filter((one) => one !== undefined);
        own[column % own.length]?.fill(value, row % count, (row % count) + 1);
        const read = windowOf(whole, from, to);
        const again = windowOf(copy, from, to);
        const isEqual = JSON.stringify(spelledBytes(read)) === JSON.stringify(spelledBytes(again));
        expect(contentOf(whole, read) === contentOf(copy, again)).toBe(isEqual);
        // Bars that were appended after it, or are taken away before it.
        expect(contentOf(windowOf(whole, from, to), read)).toBe(contentOf(whole, read));
      }),
    );
  });

  it("is another one where equal bytes are another column", () => {
    const named = (layout: object): Bars => {
      const bars = allocateBars({ symbol: "A", bars: 1, ...layout });
      bars.dividend?.fill(2);
      bars.member?.fill(2);
      for (const own of Object.values(bars.extra ?? {})) own.fill(2);
      return bars;
    };
    const all = [{ hasDividends: true }, { hasMember: true }, { extra: ["a"] }, { extra: ["b"] }].map(named);
    expect(new Set(all.map((bars) => contentOf(bars, bars))).size).toBe(4);
    // Nor are the hashes of whole chunks taken over for other columns.
    expect(new Set(all.map((bars) => contentOf(named({ extra: ["c"] }), bars))).size).toBe(4);
  });
});
