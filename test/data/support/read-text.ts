import { barsFromCsv, type CsvBars } from "../../../src/data/csv/read-csv-bars.ts";

interface Options {
  readonly columns?: Readonly<Record<string, string>>;
  readonly adjusted?: boolean;
  readonly timeframe?: string;
}

/** What becomes of a file with this content. */
export function read(content: string | Uint8Array, options: Options = {}): CsvBars {
  const { columns = {}, adjusted = false, timeframe = "1d" } = options;
  return barsFromCsv(Buffer.from(content), { file: "prices.csv", symbol: "ABC", timeframe, columns, adjusted });
}

/** What is said of it. */
export function problemOf(
  content: string | Uint8Array,
  options: Options = {},
): Record<"code" | "message" | "hint", string> {
  try {
    read(content, options);
  } catch (error) {
    return error as Record<"code" | "message" | "hint", string>;
  }
  throw new Error("Nothing was wrong with it");
}

export const CLEAN = "date,open,high,low,close,volume\n2020-01-02,10,12,9,11,100\n2020-01-03,11,13,10,12,200\n";
