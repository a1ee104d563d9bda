import { AppError } from "../../core/errors/app-error.ts";
import { readingOf, type Repair, REPAIRS, type WrittenReading } from "../../core/spec/data-reading.ts";
import { readDataFile } from "../formats/read-data-file.ts";
import { barsFromRows, type FileBars } from "./read-file-bars.ts";
import type { RepairMade } from "./repair-table.ts";
import { type OpenChoice, sniffFile } from "./sniff/sniff-file.ts";

/** How sure a proposal is: `unclear` when the file can be read in several ways. */
export const CERTAINTIES = ["certain", "likely", "unclear"] as const;

export interface FileCheck {
  readonly certainty: (typeof CERTAINTIES)[number];
  /** Why it is not certain. */
  readonly doubts: readonly string[];
  readonly choices: readonly OpenChoice[];
  readonly headers: readonly string[];
  readonly symbols: readonly string[];
  readonly timeframe: string;
  /** What has to be written, the repairs that are needed included. */
  readonly written: WrittenReading;
  readonly repairs: readonly RepairMade[];
  /** Of the first symbol; null when it cannot be read so. */
  readonly found: FileBars | null;
  /** What would stop a run all the same. */
  readonly problem: string | null;
}

/**
 * Reads a file as it proposes to, and tells what came out.
 *
 * @param symbol what to call the only symbol of a file that names none
 * @throws AppError FILE_NOT_FOUND and its kin, and DATASET_INVALID when the file is no table of prices
 */
export async function checkFile(file: string, symbol: string): Promise<FileCheck> {
  const sniffed = await sniffFile(await readDataFile(file), file);
  const { rows, choices, timeframe, symbols, written } = sniffed;
  const known = { choices, headers: rows.names, symbols, timeframe };
  const noZone = /[mh]$/.test(timeframe) && written.date_format !== "epoch" && !isPlaced(rows.sample.flat());
  const doubts = noZone
    ? [...sniffed.doubts, "times have no zone, and are read as UTC: add timezone: where they are not"]
    : sniffed.doubts;
  if (choices.length > 0)
    return { ...known, certainty: "unclear", doubts, written, repairs: [], found: null, problem: null };
  const certainty = doubts.length > 0 ? "likely" : "certain";
  const name = symbols[0] ?? symbol;
  const { columns, reading = {} } = readingOf(written);
  const source = { file, symbol: name, timeframe, columns, adjusted: false };
  try {
    const found = barsFromRows(rows, source, { ...reading, repair: REPAIRS });
    const needed = repairsOf(found.repairs);
    const all = needed.length > 0 ? { ...written, repair: needed } : written;
    return { ...known, certainty, doubts, written: all, repairs: found.repairs, found, problem: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "DATASET_INVALID") throw error;
    const problem = [error.message, error.hint ?? []].flat().join("\n");
    return { ...known, certainty, doubts, written, repairs: [], found: null, problem };
  }
}

/** In the order in which they are made. */
function repairsOf(made: readonly RepairMade[]): readonly Repair[] {
  return REPAIRS.filter((repair) => made.some((one) => one.repair === repair));
}

/** An epoch, an offset or a zone says which moment it is. */
function isPlaced(cells: readonly string[]): boolean {
  return cells.some((cell) => /^\d{9,19}$|\d(Z|[+-]\d{2}:?\d{2})$|:\d{2} [A-Z]\w+/.test(cell));
}
