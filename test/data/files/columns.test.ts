import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { TradingSession } from "../../../src/core/time/trading-session.ts";
import { sniffFile } from "../../../src/data/files/sniff/sniff-file.ts";
import { unpackLz4 } from "../../../src/data/formats/lz4-frame.ts";
import { DAYS } from "./samples.ts";
import { readFile, times } from "./support.ts";

const NEW_YORK: TradingSession = { timezone: "America/New_York", endMinutes: 1440 };

function contentOf(name: string): Uint8Array {
  return readFileSync(path.join(import.meta.dirname, "columns", name));
}

describe("files of columns, as pyarrow, pandas and polars write them", () => {
  it.each(["days_lz4.feather", "days_zstd.feather", "days_plain.feather", "days.arrows", "days_polars.arrow"])(
    "%s is proposed as Arrow and read",
    async (name) => {
      const { written, doubts, choices } = await sniffFile(contentOf(name), name);
      expect([written, doubts, choices]).toEqual([{ format: "arrow" }, [], []]);
      const found = await readFile(contentOf(name), { format: "arrow" });
      expect(times(found)).toEqual(DAYS);
      expect([...found.bars.close]).toEqual([11, 12]);
      expect([...found.bars.volume]).toEqual([500, 600]);
    },
  );

  it("decimals are rounded once, whole and single numbers are numbers, dictionaries are texts", async () => {
    const found = await readFile(contentOf("types.feather"), { format: "arrow", symbol_column: "ticker" });
    expect(times(found)).toEqual(DAYS);
    const { open, high, low, close } = found.bars;
    expect([open, high, low, close].map((column) => [...column])).toEqual([
      [10, 11],
      [12, 13],
      [9, 10],
      [10.1, 12.5],
    ]);
  });

  it.each(["feather", "parquet"])(
    "a %s without a zone has the clock of the session, one with a zone its own",
    async (end) => {
      const format = end === "feather" ? "arrow" : "parquet";
      const asked = { format, timeframe: "1h", session: NEW_YORK } as const;
      const expected = ["2024-03-08T14:30", "2024-03-11T13:30"];
      expect(times(await readFile(contentOf(`clock.${end}`), asked))).toEqual(expected);
      expect(times(await readFile(contentOf(`zoned.${end}`), { format, timeframe: "1h" }))).toEqual(expected);
    },
  );

  it("long columns are unpacked as they were", async () => {
    const found = await readFile(contentOf("long_lz4.feather"), { format: "arrow" });
    expect([...found.bars.close]).toEqual(Array.from({ length: 3000 }, (_, row) => 100 + (row % 7)));
  });

  it("a damaged one is refused wherever it is cut or changed, and never hangs", async () => {
    const content = contentOf("long_lz4.feather");
    for (let length = 8; length < content.length; length += 997) {
      await expect(readFile(content.subarray(0, length), { format: "arrow" })).rejects.toMatchObject({
        code: "DATASET_INVALID",
      });
    }
    for (let at = 0; at < content.length; at += 131) {
      const changed = Uint8Array.from(content);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      await readFile(changed, { format: "arrow" }).catch((error: unknown) =>
        expect(error).toMatchObject({ code: "DATASET_INVALID" }),
      );
    }
  });
});

describe("an LZ4 frame", () => {
  // One block: a literal "a" and a match that repeats it 18 times and more.
  const frame = (...block: readonly number[]) =>
    Uint8Array.from([4, 34, 77, 24, 0x40, 0x40, 0xc0, block.length, 0, 0, 0, ...block, 0, 0, 0, 0]);

  it("may repeat what it has just made", () => {
    const unpacked = unpackLz4(frame(0x1f, 0x61, 1, 0, 6, 0x10, 0x62), 100);
    expect(Buffer.from(unpacked).toString()).toBe(`${"a".repeat(1 + 4 + 15 + 6)}b`);
  });

  it.each([
    ["more than there is room for", frame(0x1f, 0x61, 1, 0, 255, 255, 255, 0, 0x10, 0x62), "more than 100 bytes"],
    ["a match before its start", frame(0x14, 0x61, 2, 0, 0x10, 0x62), "damaged"],
    ["a literal behind its end", frame(0xf0, 255), "damaged"],
    ["a block behind its end", frame(0x10, 0x61).subarray(0, 12), "cut off"],
    ["another beginning", Uint8Array.from([1, 2, 3, 4, 5, 6, 7]), "no LZ4 frame"],
  ])("with %s is refused", (_, packed, told) => {
    expect(() => unpackLz4(packed, 100)).toThrow(told);
  });
});
