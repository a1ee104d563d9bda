import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { readingOf } from "../../../src/core/spec/data-reading.ts";
import { checkFile, type FileCheck } from "../../../src/data/files/check-file.ts";
import { readFileBars } from "../../../src/data/files/read-file-bars.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { zip } from "../support/zip.ts";
import { SAMPLES } from "./samples.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-sniff-"));
afterAll(() => rmSync(folder, { recursive: true }));

function check(content: string | Uint8Array): Promise<FileCheck> {
  const file = path.join(folder, "prices.csv");
  writeFileSync(file, content);
  return checkFile(file, "ABC");
}

/** What is printed is what a run reads. */
async function runReads({ written, timeframe, symbols }: FileCheck): Promise<Bars> {
  const file = path.join(folder, "prices.csv");
  const source = { file, symbol: symbols[0] ?? "ABC", timeframe, adjusted: false, ...readingOf(written) };
  return (await readFileBars(source)).bars;
}

const rowsOf = (dates: readonly string[], close = "11"): string =>
  ["Date;Open;High;Low;Close", ...dates.map((date) => `${date};10.5;12.5;9.5;${close}`)].join("\n");

describe("the sniffer proposes a reading, and it is the right one", () => {
  it.each(SAMPLES.filter(({ isOpen }) => isOpen !== true))("$name", async ({ text, close, volume }) => {
    const found = await check(text);
    expect(found.problem).toBeNull();
    expect(found.choices).toEqual([]);
    expect([...(found.found?.bars.close ?? [])]).toEqual(close);
    expect([...(found.found?.bars.volume ?? [])]).toEqual(volume ?? close.map(() => 0));
    expect(await runReads(found)).toEqual(found.found?.bars);
  });

  it.each([
    ["gzip", (text: string) => gzipSync(text)],
    ["zip", (text: string) => zip({ "prices.csv": text })],
    ["UTF-16", (text: string) => Buffer.from(`\u{feff}${text}`, "utf16le")],
  ])("also of %s", async (_, pack) => {
    const [sample] = SAMPLES;
    const found = await check(pack(sample?.text ?? ""));
    expect([...(found.found?.bars.close ?? [])]).toEqual(sample?.close);
    expect(await runReads(found)).toEqual(found.found?.bars);
  });
});

describe("the sniffer never guesses between two readings", () => {
  it("names both orders of day and month", async () => {
    const { certainty, choices, found } = await check(rowsOf(["03/04/2024", "04/04/2024"]));
    expect([certainty, found]).toEqual(["unclear", null]);
    expect(choices).toEqual([{ key: "date_format", values: ["D/M/YYYY", "M/D/YYYY"], cell: "03/04/2024" }]);
  });

  it("until one row allows one order alone, however late it comes", async () => {
    const dates = Array.from({ length: 3000 }, (_, index) => `0${(index % 9) + 1}/0${(index % 7) + 1}/2024`);
    const { choices, written } = await check(rowsOf([...dates, "25/01/2024"]));
    expect([choices, written.date_format]).toEqual([[], "D/M/YYYY"]);
  });

  it("says so when rows allow no order together", async () => {
    await expect(check(rowsOf(["13/01/2024", "01/13/2024"]))).rejects.toMatchObject({ code: "DATASET_INVALID" });
  });

  it.each([
    ["a comma that may cut thousands or decimals", "1,125", [".", ","]],
    ["a point that may, in a file with ; between its cells", "1.125", [".", ","]],
  ])("%s", async (_, price, values) => {
    const text = `Date;Open;High;Low;Close\n2024-03-04;${price};${price};${price};${price}\n2024-03-05;${price};${price};${price};${price}`;
    expect((await check(text)).choices).toEqual([{ key: "decimal", values, cell: price }]);
  });
});

describe("what needs repair is told, with counts and lines", () => {
  it("newest first, a row twice, and a row without a price", async () => {
    const text =
      "date,open,high,low,close\n2024-03-06,11,13,10,12\n2024-03-05,10,12,9,-\n2024-03-04,10,12,9,11\n2024-03-04,10,12,9,11\n";
    const { repairs, written, certainty } = await check(text);
    expect(repairs).toEqual([
      { repair: "drop_empty", rows: 1, lines: [3] },
      { repair: "sort", rows: 1, lines: [4] },
      { repair: "drop_duplicates", rows: 1, lines: [5] },
    ]);
    expect([written.repair, certainty]).toEqual([["sort", "drop_duplicates", "drop_empty"], "certain"]);
  });

  it("two rows of one time that differ stay wrong", async () => {
    const { problem } = await check("date,open,high,low,close\n2024-03-04,10,12,9,11\n2024-03-04,10,12,9,10\n");
    expect(problem).toContain(":3: 2024-03-04 is there already, on line 2");
  });
});
