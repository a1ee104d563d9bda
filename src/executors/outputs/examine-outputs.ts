import { readdir } from "node:fs/promises";
import type { CalendarName } from "../../calendar/calendar-names.ts";
import { fileNameProblem, type OutputsSpec } from "../../core/spec/outputs-spec.ts";
import { type ExpectedFile, expectedFiles } from "./expected/contract-file.ts";
import { checkLog } from "./expected/log-file.ts";
import { checkMetadata } from "./expected/metadata-file.ts";
import { type FoundDays, PnlFile } from "./expected/pnl-file.ts";
import { type ReportedMetric, SummaryFile } from "./expected/summary-file.ts";
import { type FoundTrades, TradesFile } from "./expected/trades-file.ts";
import { columnKey } from "./csv/csv-header.ts";
import { type CsvReader, type ScannedCsv, scanCsv } from "./csv/scan-csv.ts";
import { counted, Findings, shownText } from "./file/findings.ts";
import { type OpenFile, openOutput } from "./file/open-output.ts";
import type { FileReport } from "./outputs-report.ts";

export interface CheckOptions {
  /** Whose days pnl.csv must have; null: weekdays, with a tolerance. */
  readonly calendar: CalendarName | null;
  /** Before the first day, account currency, above 0; null when it is not known: no file can be held to a share of it then. */
  readonly initialCapital: number | null;
  /** What the folder holds, where that is known; absent: it is listed. */
  readonly names?: readonly string[];
  readonly signal?: AbortSignal;
}

/** What was found in a folder, each file having been read once. */
export interface Examined {
  readonly files: ReadonlyMap<string, FileReport>;
  /** Null without a file that can be relied on. */
  readonly trades: FoundTrades | null;
  readonly days: FoundDays | null;
  readonly summary: readonly ReportedMetric[];
}

interface Found {
  trades: FoundTrades | null;
  days: FoundDays | null;
  summary: readonly ReportedMetric[];
}

/** @throws RangeError on a rule for what is no file of the folder */
export async function examineOutputs(folder: string, spec: OutputsSpec, options: CheckOptions): Promise<Examined> {
  const files = new Map<string, FileReport>();
  const found: Found = { trades: null, days: null, summary: [] };
  const isListed = await namesIn(folder, options.names);
  for (const file of expectedFiles(spec)) {
    const problem = fileNameProblem(file.name);
    if (problem !== null) throw new RangeError(`"${file.name}" ${problem}`);
    files.set(file.name, await examineFile(folder, file, { options, found, isListed }));
  }
  return { files, ...found };
}

interface Work {
  readonly options: CheckOptions;
  /** Where what was read is left. */
  readonly found: Found;
  readonly isListed: (name: string) => boolean;
}

/** One look at the folder costs less than one at each file that is not there. All names where it cannot be listed. */
async function namesIn(folder: string, known?: readonly string[]): Promise<(name: string) => boolean> {
  const names = known ?? (await readdir(folder).catch(() => null));
  if (names === null) return () => true;
  const folded = new Set(names.map(foldedName));
  return (name) => folded.has(foldedName(name));
}

/** Some file systems take names for the same that are spelt in other ways. */
function foldedName(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

const ABSENT = { kind: "absent" } as const;
const NOTHING = { row_count: null, columns: null } as const;

async function examineFile(folder: string, expected: ExpectedFile, work: Work): Promise<FileReport> {
  const findings = new Findings(expected.isRequired);
  const opened = work.isListed(expected.name) ? await openOutput(folder, expected.name) : ABSENT;
  if (opened.kind === "absent") {
    if (!expected.mayBeAbsent) findings.fault("is missing");
    return findings.report({ exists: false, size: null, ...NOTHING });
  }
  if (opened.kind === "unusable") {
    findings.fault(opened.problem);
    return findings.report({ exists: true, size: null, ...NOTHING });
  }
  await using file = opened;
  checkSize(file, expected, findings);
  const { rows, columns } = await readFile(file, { expected, findings, work });
  if (columns !== null) checkTable({ rows, columns }, expected, findings);
  const change = await file.changed();
  if (change !== null) findings.fault(change);
  return findings.report({ exists: true, size: file.size, row_count: columns === null ? null : rows, columns });
}

function checkSize({ size }: OpenFile, { minBytes, rules }: ExpectedFile, findings: Findings): void {
  if (size >= minBytes) return;
  const sentence =
    size === 0 ? "is empty (0 bytes)" : `has ${counted(size, "byte")}; at least ${minBytes} are expected`;
  if (rules.min_bytes === undefined) findings.fault(sentence);
  else findings.broken(sentence);
}

interface Reading {
  readonly expected: ExpectedFile;
  readonly findings: Findings;
  readonly work: Work;
}

const NO_TABLE: ScannedCsv = { rows: 0, columns: null };
/** Of a CSV file that nothing is known of but its form. */
const ANY_TABLE: CsvReader = { wanted: [], needed: [], begin: () => ({ field: () => {}, row: () => {} }) };

async function readFile(file: OpenFile, { expected, findings, work }: Reading): Promise<ScannedCsv> {
  const { name, rules } = expected;
  const { options, found } = work;
  const { signal } = options;
  const scan = (reader: CsvReader) => scanCsv(file, reader, { findings, signal });
  switch (name) {
    case "trades.csv": {
      const reader = new TradesFile(rules, findings);
      const scanned = await scan(reader);
      reader.checkRules(scanned.rows);
      found.trades = reader.found();
      return scanned;
    }
    case "summary.csv": {
      const reader = new SummaryFile(rules, findings);
      const scanned = await scan(reader);
      reader.checkWhole();
      found.summary = reader.found();
      return scanned;
    }
    case "pnl.csv": {
      const reader = new PnlFile({ rules, ...options }, findings);
      const scanned = await scan(reader);
      reader.checkWhole();
      found.days = reader.found();
      return scanned;
    }
    case "metadata.json":
      await checkMetadata(file, findings, signal);
      return NO_TABLE;
    case "execution.log":
      await checkLog(file, findings, signal);
      return NO_TABLE;
    default:
      return /\.csv$/i.test(name) && file.size > 0 ? scan(ANY_TABLE) : NO_TABLE;
  }
}

function checkTable(
  { rows, columns }: { readonly rows: number; readonly columns: readonly string[] },
  { minRows, rules }: ExpectedFile,
  findings: Findings,
): void {
  if (rows < minRows && rules.min_trades === undefined) {
    const sentence =
      rows === 0 ? "has no row below its header" : `has ${counted(rows, "row")}; at least ${minRows} are expected`;
    if (rules.min_rows === undefined) findings.fault(sentence);
    else findings.broken(sentence);
  }
  const keys = new Set(columns.map(columnKey));
  for (const column of rules.required_columns ?? []) {
    if (!keys.has(columnKey(column)))
      findings.broken(`has no column ${shownText(column)}, which required_columns names`);
  }
}
