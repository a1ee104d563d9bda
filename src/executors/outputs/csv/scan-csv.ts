import { suggestName } from "../../../core/text/suggest-name.ts";
import type { Findings } from "../file/findings.ts";
import type { OpenFile } from "../file/open-output.ts";
import { Utf8Check } from "../file/utf8-check.ts";
import { columnKey, type CsvHeader, readHeader } from "./csv-header.ts";
import { CsvScanner } from "./csv-scanner.ts";

/** Who reads the rows of a file. */
export interface CsvReader {
  /** Columns that it reads, in small letters; the place of one in the list is its slot. */
  readonly wanted: readonly string[];
  /** Those of them without which it cannot. */
  readonly needed: readonly string[];
  /** Asked once, when all that is needed is there. */
  begin(header: CsvHeader): FieldSink;
}

export interface FieldSink {
  /** Bytes are only good until the call returns. */
  field(slot: number, bytes: Buffer, from: number, to: number): void;
  /** After the fields of a row that has as many as the header. */
  row(line: number): void;
}

export interface ScannedCsv {
  readonly rows: number;
  /** Null where there was no header to be read. */
  readonly columns: readonly string[] | null;
}

export interface ScanOptions {
  readonly findings: Findings;
  readonly signal?: AbortSignal | undefined;
}

const NOBODY: FieldSink = { field: () => {}, row: () => {} };

/** Reads a CSV file once, chunk by chunk, and reports whatever is wrong with its form. */
export async function scanCsv(file: OpenFile, reader: CsvReader, options: ScanOptions): Promise<ScannedCsv> {
  const { findings, signal } = options;
  const utf8 = new Utf8Check();
  let scan: Scan | null = null;
  for await (const chunk of file.chunks(signal)) {
    const { line = 1 } = scan?.scanner ?? {};
    utf8.push(chunk, line);
    if (scan !== null) scan.scanner.push(chunk);
    else {
      const header = readHeader(chunk, reader.wanted);
      if (typeof header === "string") {
        findings.fault(header);
        return { rows: 0, columns: null };
      }
      scan = beginScan(header, reader, findings);
      scan.scanner.push(chunk.subarray(header.from));
    }
  }
  if (scan === null) return { rows: 0, columns: null };
  const { scanner, rows, columns } = scan;
  const hasRest = scanner.end();
  utf8.end(scanner.line);
  if (utf8.badLine > 0)
    findings.fault(`is not UTF-8 (line ${utf8.badLine.toLocaleString("en-US")}): write it in UTF-8`);
  tellOfEnd(rows, scanner, { hasRest, findings });
  return { rows: rows.count, columns };
}

interface Scan {
  readonly scanner: CsvScanner;
  readonly rows: RowCheck;
  readonly columns: readonly string[];
}

function beginScan(header: CsvHeader, reader: CsvReader, findings: Findings): Scan {
  const columns = header.names;
  const isComplete = checkColumns(header, reader, findings);
  const slots = Int32Array.from(isComplete ? columns.map((name) => reader.wanted.indexOf(columnKey(name))) : []);
  const rows = new RowCheck(columns.length, isComplete ? reader.begin(header) : NOBODY, findings);
  return { scanner: new CsvScanner(header.separator.charCodeAt(0), slots, rows, header.line), rows, columns };
}

/** @returns whether all that is needed is there, once */
function checkColumns({ names }: CsvHeader, { wanted, needed }: CsvReader, findings: Findings): boolean {
  const keys = names.map(columnKey);
  let isComplete = true;
  for (const column of wanted) {
    const places = keys.flatMap((key, at) => (key === column ? [at] : []));
    const [at] = places;
    const isNeeded = needed.includes(column);
    if (places.length > 1) {
      findings.fault(`has the column "${column}" ${places.length} times`);
      isComplete = false;
    } else if (at === undefined && isNeeded) {
      findings.fault(`has no column "${column}"${adviceFor(column, names)}`);
      isComplete = false;
    } else if (at !== undefined && names[at] !== column) {
      findings.warn(`writes the column "${column}" as ${JSON.stringify(names[at])}`);
    }
  }
  const others = new Set(keys.filter((key, at) => key !== "" && !wanted.includes(key) && keys.indexOf(key) !== at));
  for (const key of [...others].slice(0, 3)) findings.warn(`has the column ${JSON.stringify(key)} more than once`);
  return isComplete;
}

function adviceFor(column: string, names: readonly string[]): string {
  if (names.every((name) => /^[-+\d.:/ TZ]+$/.test(name))) return ": it seems to have no header line";
  const isIndex = names[0] === "" && column === "date";
  if (isIndex) return `: its first column has no name (pandas: to_csv(…, index_label="date"))`;
  const shown = names.slice(0, 12).map((name) => (name === "" ? '""' : name));
  const otherwise = `Its columns are ${shown.join(", ")}${names.length > shown.length ? ", …" : ""}.`;
  return `. ${suggestName(column, names.map(columnKey), { otherwise })}`.replace(/\.$/, "");
}

/** Passes rows on that have as many fields as the header, and counts all. */
class RowCheck {
  count = 0;
  /** Of the last row. */
  lastFields = 0;
  lastLine = 0;
  /** The last row, when it has too few or too many: at the end of the file it is one that was cut off. */
  #oddLine = 0;
  readonly #fields: number;
  readonly #sink: FieldSink;
  readonly #findings: Findings;

  constructor(fields: number, sink: FieldSink, findings: Findings) {
    this.#fields = fields;
    this.#sink = sink;
    this.#findings = findings;
  }

  get isLastCut(): boolean {
    return this.lastFields < this.#fields;
  }

  get fields(): number {
    return this.#fields;
  }

  field(slot: number, bytes: Buffer, from: number, to: number): void {
    this.#sink.field(slot, bytes, from, to);
  }

  row(fields: number, line: number): void {
    if (this.#oddLine > 0) this.tellOfOddRow();
    this.count++;
    this.lastFields = fields;
    this.lastLine = line;
    if (fields === this.#fields) this.#sink.row(line);
    else this.#oddLine = line;
  }

  tellOfOddRow(): void {
    if (this.#oddLine > 0) this.#findings.faultAt(`has not the ${this.#fields} fields of its header`, this.#oddLine);
    this.#oddLine = 0;
  }
}

function tellOfEnd(
  rows: RowCheck,
  scanner: CsvScanner,
  { hasRest, findings }: { readonly hasRest: boolean; readonly findings: Findings },
): void {
  const { unclosed, afterQuote } = scanner.quoteFaults;
  if (unclosed > 0) findings.fault(`opens a quote on line ${unclosed.toLocaleString("en-US")} that is never closed`);
  if (afterQuote > 0) findings.faultAt("goes on after a closing quote", afterQuote);
  const isCut = hasRest && unclosed === 0 && rows.isLastCut;
  if (!isCut) rows.tellOfOddRow();
  if (!hasRest || unclosed > 0) return;
  const line = rows.lastLine.toLocaleString("en-US");
  if (isCut) findings.fault(`ends within line ${line}: it has ${rows.lastFields} of ${rows.fields} fields`);
  else findings.warn(`does not end with a line break: the last value of line ${line} may be cut off`);
}
