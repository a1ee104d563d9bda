import { isJsonCall } from "./json-call.ts";

/** What a data file may turn out to be instead of CSV in UTF-8. */
export interface FileFormat {
  /** With its article: `a Parquet file`. */
  readonly name: string;
  readonly hint: string;
}

interface KnownFormat extends FileFormat {
  /** The first bytes, as Latin-1 text; any of them. */
  readonly magic: readonly string[];
  readonly isText?: true;
}

const FROM_PANDAS = (reader: string): string =>
  `Save it as CSV, for example with pandas: ${reader}.to_csv("prices.csv").`;
const WITH_FORMAT = (format: string): string =>
  `Write format: ${format} under data; nightgrid data check <file> prints the whole block.`;
const UNPACK = "Unpack it and name the CSV file in it; of the packed ones, .gz and .zip are read as they are.";
const FROM_SPREADSHEET = "Open it in the spreadsheet program and save the sheet as CSV in UTF-8.";
const IN_UTF8 = "Save it as CSV in UTF-8.";

const KNOWN: readonly KnownFormat[] = [
  { name: "a Parquet file", magic: ["PAR1"], hint: WITH_FORMAT("parquet") },
  { name: "an Arrow or Feather file", magic: ["ARROW1", "\xff\xff\xff\xff"], hint: WITH_FORMAT("arrow") },
  { name: "a Feather file of version 1", magic: ["FEA1"], hint: FROM_PANDAS('pd.read_feather("prices.feather")') },
  { name: "an ORC file", magic: ["ORC"], hint: FROM_PANDAS('pd.read_orc("prices.orc")') },
  { name: "an HDF5 file", magic: ["\x89HDF"], hint: FROM_PANDAS('pd.read_hdf("prices.h5")') },
  { name: "a NumPy array", magic: ["\x93NUMPY"], hint: FROM_PANDAS('pd.DataFrame(np.load("prices.npy"))') },
  {
    name: "a Python pickle",
    magic: ["\x80\x02", "\x80\x03", "\x80\x04", "\x80\x05"],
    hint: FROM_PANDAS('pd.read_pickle("prices.pkl")'),
  },
  { name: "an Avro file", magic: ["Obj\x01"], hint: IN_UTF8 },
  { name: "an SQLite database", magic: ["SQLite format 3\0"], hint: "Export the table of prices as CSV." },
  { name: "an Excel workbook", magic: ["\xd0\xcf\x11\xe0"], hint: FROM_SPREADSHEET },
  { name: "a PDF document", magic: ["%PDF"], isText: true, hint: "Get the table behind it as CSV." },
  // Met only inside of another archive.
  { name: "a gzip file", magic: ["\x1f\x8b"], hint: UNPACK },
  { name: "a zip archive", magic: ["PK\x03\x04"], hint: UNPACK },
  { name: "packed with bzip2", magic: ["BZh"], hint: UNPACK },
  { name: "packed with xz", magic: ["\xfd7zXZ\0"], hint: UNPACK },
  { name: "packed with zstd", magic: ["\x28\xb5\x2f\xfd"], hint: UNPACK },
  { name: "packed with lz4", magic: ["\x04\x22\x4d\x18"], hint: UNPACK },
  { name: "a 7z archive", magic: ["7z\xbc\xaf\x27\x1c"], hint: UNPACK },
  { name: "a RAR archive", magic: ["Rar!"], hint: UNPACK },
  { name: "text in UTF-16", magic: ["\xff\xfe", "\xfe\xff"], hint: `${IN_UTF8} Excel's name for it is "CSV UTF-8".` },
  {
    name: "a Git LFS pointer instead of its content",
    magic: ["version https://git-lfs"],
    isText: true,
    hint: "Fetch the content with: git lfs pull",
  },
];

const SAMPLE_BYTES = 4096;
const SHOWN = 120;
/** Bytes below it, and those between white space and escape, are in no text. */
const FIRST_WHITE_SPACE = 0x09;
const LAST_WHITE_SPACE = 0x0d;
const ESCAPE = 0x1b;

/** What the first bytes of a file say that it is; null when nothing speaks against CSV. */
export function recogniseFormat(bytes: Uint8Array): FileFormat | null {
  const start = Buffer.from(bytes.subarray(0, SAMPLE_BYTES));
  const raw = start.toString("latin1");
  // A header may begin as a magic number does: ORCL, PAR1.
  const isBinary = start.some((byte) => byte < FIRST_WHITE_SPACE || (byte > LAST_WHITE_SPACE && byte < ESCAPE));
  const known = KNOWN.find(
    ({ magic, isText }) => (isBinary || isText) && magic.some((prefix) => raw.startsWith(prefix)),
  );
  if (known !== undefined) return known;
  const text = start
    .toString("utf8")
    .replace(/^\u{feff}/u, "")
    .trimStart();
  return jsonFormat(text) ?? markupFormat(text);
}

/** A header may begin with a bracket, too: `[Date],[Open]`. */
function jsonFormat(text: string): FileFormat | null {
  if (/^\{\s*(["}]|$)/.test(text)) return /^\{.*\}\s*\n\s*\{/.test(text) ? JSON_LINES : jsonObject(text);
  if (/^\[\s*\{/.test(text)) return JSON_RECORDS;
  if (/^\[\s*(\[|"|-?\d|\]|null\b|$)/.test(text)) return JSON_ROWS;
  if (isJsonCall(text)) return JSON_CALL;
  return /^((var|let|const)\s+)?[\w$.]{1,100}\s*=\s*[[{]/.test(text) ? SCRIPT : null;
}

const JSON_LINES: FileFormat = {
  name: "JSON, one record per line",
  hint: WITH_FORMAT("jsonl"),
};
const JSON_RECORDS: FileFormat = { name: "JSON, a list of records", hint: WITH_FORMAT("json") };
const JSON_ROWS: FileFormat = {
  name: "JSON, a list of rows",
  hint: `${WITH_FORMAT("json")} Name its columns by header: [time, open, high, low, close, volume].`,
};

const JSON_CALL: FileFormat = { name: "JSON in a call of a function (JSONP)", hint: WITH_FORMAT("json") };
const SCRIPT: FileFormat = {
  name: "a script that sets a variable",
  hint: "Keep what is between its outermost brackets, and write format: json under data.",
};

function jsonObject(text: string): FileFormat {
  return {
    name: `JSON, one object: ${excerpt(text)}`,
    hint: "Save the bars in it as CSV; when it is the error message of a service, get the file again.",
  };
}

/** `<TICKER>,<PER>,<DATE>` is a header, not markup. */
function markupFormat(text: string): FileFormat | null {
  if (/^<(!doctype|html|head|body|!--)/i.test(text)) {
    const title = /<title[^>]*>\s*([^<]*)/i.exec(text)?.[1] ?? "";
    return {
      name: `a web page${title.trim() === "" ? "" : `: "${excerpt(title)}"`}`,
      hint: "The download brought a page instead of the data, often a log-in or an error. Open the address in a browser, and get the CSV file.",
    };
  }
  return /^<\?xml/i.test(text) ? { name: "XML", hint: IN_UTF8 } : null;
}

function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN)} …` : line;
}
