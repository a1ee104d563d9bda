/** What is asked of a Postgres that is not our own. */
export interface RowsQuery {
  /** For messages. */
  readonly source: string;
  readonly url: string;
  /** One statement that reads, with `$1` … for the values. */
  readonly text: string;
  readonly values: readonly string[];
  /** Of the whole query, and of each time that rows are fetched. */
  readonly timeoutMs: number;
  readonly pageRows: number;
  readonly signal: AbortSignal;
}

export interface RowsPage {
  readonly names: readonly string[];
  /** Cells as Postgres writes them, times in UTC; null where there is none. */
  readonly rows: readonly (readonly (string | null)[])[];
  readonly isLast: boolean;
}

/**
 * Reads in one transaction that cannot write.
 *
 * @throws AppError SOURCE_UNREACHABLE, SOURCE_KEY_REFUSED, SOURCE_REFUSED with what Postgres says of the query; the signal's reason
 */
export type ReadRows = (query: RowsQuery) => AsyncIterable<RowsPage>;
