import { parquetWriteBuffer } from "hyparquet-writer";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { zip } from "../support/zip.ts";
import { DAYS, SAMPLES } from "./samples.ts";
import { readFile, times } from "./support.ts";

describe("a file is read as its data block says", () => {
  it.each(SAMPLES)("$name", async ({ text, asked, times: expected, close, volume }) => {
    const found = await readFile(text, asked);
    expect(times(found)).toEqual(expected);
    expect([...found.bars.close]).toEqual(close);
    expect([...found.bars.volume]).toEqual(volume ?? close.map(() => 0));
  });

  it.each([
    ["gzip", (text: string) => gzipSync(text)],
    ["zip", (text: string) => zip({ "prices.csv": text })],
    ["UTF-16", (text: string) => Buffer.from(`\u{feff}${text}`, "utf16le")],
    ["Windows line ends", (text: string) => Buffer.from(text.replaceAll("\n", "\r\n"))],
  ])("%s makes no difference to any of the samples of CSV", async (_, pack) => {
    for (const { text, asked, close } of SAMPLES.filter(({ asked: { format } }) => format === undefined))
      expect([...(await readFile(pack(text), asked)).bars.close]).toEqual(close);
  });

  it("Parquet, of doubles, whole numbers of nanoseconds and days", async () => {
    const prices = [10, 12, 9, 11].map((data, index) => ({
      name: ["open", "high", "low", "close"][index] ?? "",
      data: Float64Array.of(data, data + 1),
    }));
    const day = { name: "date", data: [new Date("2024-03-04"), new Date("2024-03-05")], type: "TIMESTAMP" as const };
    const moments = { name: "window_start", data: BigInt64Array.of(1709510400000000000n, 1709596800000000000n) };
    const days = new Uint8Array(parquetWriteBuffer({ columnData: [day, ...prices] }));
    const nanos = new Uint8Array(parquetWriteBuffer({ columnData: [moments, ...prices] }));
    for (const found of [
      await readFile(days, { format: "parquet" }),
      await readFile(nanos, { format: "parquet", date_format: "epoch" }),
    ]) {
      expect(times(found)).toEqual(DAYS);
      expect([...found.bars.close]).toEqual([11, 12]);
    }
  });

  it("one file of many symbols gives each its rows", async () => {
    const text =
      "Date,Ticker,Open,High,Low,Close\n2024-03-04,A,10,12,9,11\n2024-03-04,B,20,22,19,21\n2024-03-05,A,11,13,10,12\n";
    const asked = { symbol_column: "Ticker" };
    expect([...(await readFile(text, { ...asked, symbol: "A" })).bars.close]).toEqual([11, 12]);
    expect([...(await readFile(text, { ...asked, symbol: "B" })).bars.close]).toEqual([21]);
    await expect(readFile(text, { ...asked, symbol: "C" })).rejects.toMatchObject({
      message: 'prices.csv has no rows of "C"',
      hint: expect.stringContaining("It has A, B."),
    });
    await expect(readFile(text, { skip_lines: 0, repair: ["sort"] })).rejects.toMatchObject({
      code: "DATASET_INVALID",
    });
  });

  it("one column per symbol gives each its closes", async () => {
    const text = "Date,A,B\n2024-03-04,11,21\n2024-03-05,12,\n";
    const asked = { columns: { close: "{symbol}" }, repair: ["drop_empty"] } as const;
    expect([...(await readFile(text, { ...asked, symbol: "A" })).bars.close]).toEqual([11, 12]);
    expect([...(await readFile(text, { ...asked, symbol: "B" })).bars.open]).toEqual([21]);
  });
});
