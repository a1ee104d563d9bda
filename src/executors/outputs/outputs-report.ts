/**
 * What was found in the files of one result, as users of the former run manager know it. Texts are whole sentences for people,
 * each with the line where something is wrong, and few: one for each kind of fault, however often it was met.
 */
export interface OutputsReport {
  /** Whether the result counts: false as soon as there is one error. */
  readonly valid: boolean;
  /** Of all files, `trades.csv: …`. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** By name: those of the contract first, then those that the rules name. */
  readonly files: Readonly<Record<string, FileReport>>;
}

export interface FileReport {
  readonly exists: boolean;
  /** Bytes; null when there is no such file, or none that can be read. */
  readonly size: number | null;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Rows below the header; null of what is no CSV file. */
  readonly row_count: number | null;
  /** As the file writes them; null of what is no CSV file. */
  readonly columns: readonly string[] | null;
}
