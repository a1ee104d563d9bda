import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { readEntry } from "../../src/data/catalogue/dataset-entry.ts";
import { loadSnapshot } from "../../src/data/load-snapshot.ts";

const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-keys-"));
afterAll(() => rmSync(home, { recursive: true }));

const NEEDED = { timeframe: "1d", bars_per_year: 252, symbols: ["X"] };
let made = 0;

/** A folder with this `dataset.yaml`. */
function dataset(entry: object, text = ""): string {
  const name = `set${++made}`;
  const folder = path.join(home, "datasets", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "dataset.yaml"), stringify(entry));
  writeFileSync(path.join(folder, "X.csv"), text);
  return folder;
}

describe("dataset.yaml", () => {
  it.each([
    ["timeframe", 5, "must be the length of a bar"],
    ["timeframe", "1y", "must be the length of a bar"],
    ["bars_per_year", 0, "above 0"],
    ["bars_per_year", "many", "above 0"],
    ["symbols", [], "a list of names"],
    ["symbols", ["../X"], "without / and spaces"],
    ["files", "../{symbol}.csv", "without a folder"],
    ["columns", { close: 5 }, "must map bar fields to headers"],
    ["columns", { time: ["a", "b", "c"] }, "must map bar fields to headers"],
    ["format", "feather", "must be one of csv, json, jsonl, parquet"],
    ["delimiter", "::", "must be one of , ; tab |"],
    ["skip_lines", -1, "a whole number"],
    ["header", "time", "a list of the names of the columns"],
    ["date_format", "", "DD.MM.YYYY"],
    ["decimal", ";", 'must be "." or ","'],
    ["symbol_column", 3, "must be text"],
    ["repair", ["all"], "must be a list of sort, drop_duplicates, drop_empty"],
    ["description", 7, "must be text"],
    ["source", [], "must be text"],
    ["licence", false, "must be text"],
  ])("refuses %s: %j by name", async (key, value, problem) => {
    await expect(readEntry(dataset({ ...NEEDED, [key]: value }))).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: expect.stringMatching(new RegExp(`dataset\\.yaml: ${key} must .*`)) as unknown,
    });
    await expect(readEntry(dataset({ ...NEEDED, [key]: value }))).rejects.toThrow(problem);
  });

  it("names all that is missing at once, and what an unknown key may be meant for", async () => {
    const read = readEntry(dataset({ timefrane: "1d" }));
    await expect(read).rejects.toThrow(/timeframe is missing[\s\S]*bars_per_year is missing[\s\S]*symbols is missing/);
    await expect(read).rejects.toThrow(/unknown key "timefrane".*timeframe/);
  });

  it("reads a file by all of its keys together, as data does", async () => {
    const entry = {
      ...NEEDED,
      delimiter: ";",
      skip_lines: 1,
      columns: { time: ["Tag", "Zeit"], open: "Erster", high: "Hoch", low: "Tief", close: "Letzter", volume: "Stück" },
      date_format: "DD.MM.YYYY HH:mm",
      decimal: ",",
      symbol_column: "Wert",
      repair: ["sort", "drop_empty"],
    };
    const text = [
      "Kurse vom Terminal",
      "Wert;Tag;Zeit;Erster;Hoch;Tief;Letzter;Stück",
      "X;06.03.2024;17:30;1.011,5;1.013;1.010;1.012,25;600",
      "X;05.03.2024;17:30;-;-;-;-;0",
      "Y;05.03.2024;17:30;1;1;1;1;1",
      "X;04.03.2024;17:30;10;12;9;11,25;500",
    ].join("\n");
    const name = path.basename(dataset(entry, text));
    const request = { dataset: name, csv: null, symbols: [], timeframe: "1d", columns: {}, adjusted: false };
    const { bars, snapshot } = await loadSnapshot(request, { home });
    expect(bars.map(({ symbol, close }) => [symbol, [...close]])).toEqual([["X", [11.25, 1012.25]]]);
    expect(snapshot.warnings.filter((warning) => warning.includes("dropped"))).toHaveLength(1);
  });
});
