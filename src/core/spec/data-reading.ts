/** What a data file may be, once unpacked. */
export const FILE_FORMATS = ["csv", "json", "jsonl", "parquet", "arrow"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** What may be mended in a file, when it is asked for. */
export const REPAIRS = ["sort", "drop_duplicates", "drop_empty"] as const;
export type Repair = (typeof REPAIRS)[number];

/** Of text that is not UTF-8; the names are those of the Encoding Standard. */
export const ENCODINGS = [
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "windows-1250",
  "windows-1251",
  "gb18030",
  "big5",
  "shift_jis",
  "euc-kr",
] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const DECIMALS = [".", ","] as const;
export const DELIMITERS = [",", ";", "tab", "|", "blanks"] as const;

/** How a file is to be read that is not plain CSV with a header, decimal points and ISO dates, oldest row first. */
export interface DataReading {
  /** Absent: CSV. */
  readonly format?: FileFormat;
  /** Absent: UTF-8, or UTF-16 with its mark. */
  readonly encoding?: Encoding;
  /** Absent: whichever of the others than blanks the first line has most of. `blanks` are runs of blanks and tabs. */
  readonly delimiter?: (typeof DELIMITERS)[number];
  /** Lines above the header, or above the first row where `header` names the columns. */
  readonly skipLines?: number;
  /** Names of the columns of a file that has none. */
  readonly header?: readonly string[];
  /** Such as `DD.MM.YYYY HH:mm`, `epoch` or `excel`; absent: ISO dates and epochs of seconds and milliseconds. */
  readonly dateFormat?: string;
  /** Which sign begins the decimals; given, numbers may have thousands separators, currency signs, %, K, M and B. */
  readonly decimal?: (typeof DECIMALS)[number];
  /** Header of the time of day, where the day is in a column of its own. */
  readonly timeOfDay?: string;
  /** Header of the column that says whose bar a row is, in a file of several symbols. */
  readonly symbolColumn?: string;
  readonly repair?: readonly Repair[];
}

/** As a DAG file or `dataset.yaml` has it. */
export interface WrittenReading {
  readonly format?: FileFormat;
  readonly encoding?: Encoding;
  readonly delimiter?: (typeof DELIMITERS)[number];
  readonly skip_lines?: number;
  readonly header?: readonly string[];
  readonly date_format?: string;
  readonly decimal?: (typeof DECIMALS)[number];
  readonly symbol_column?: string;
  readonly repair?: readonly Repair[];
  /** `time` may be two headers: that of the day and that of the time of day. */
  readonly columns?: Readonly<Record<string, string | readonly string[]>>;
}

/** The columns with one header each, and how to read the file; `reading` is absent when nothing says so. */
export function readingOf(written: WrittenReading): {
  readonly columns: Readonly<Record<string, string>>;
  readonly reading?: DataReading;
} {
  const { columns = {}, format, encoding, delimiter, skip_lines, header, date_format, decimal } = written;
  const { symbol_column, repair } = written;
  const headers = Object.entries(columns).map(([field, value]): [string, string] => [field, [value].flat()[0] ?? ""]);
  const timeOfDay = [columns["time"] ?? []].flat()[1];
  const reading: DataReading = {
    ...(format && { format }),
    ...(encoding && { encoding }),
    ...(delimiter && { delimiter }),
    ...(skip_lines && { skipLines: skip_lines }),
    ...(header && { header }),
    ...(date_format && { dateFormat: date_format }),
    ...(decimal && { decimal }),
    ...(timeOfDay !== undefined && { timeOfDay }),
    ...(symbol_column && { symbolColumn: symbol_column }),
    ...(repair && repair.length > 0 && { repair }),
  };
  return { columns: Object.fromEntries(headers), ...(Object.keys(reading).length > 0 && { reading }) };
}
