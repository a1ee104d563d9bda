import type { DataReading } from "./data-reading.ts";

/** A column of the data files themselves that a strategy reads beside the prices. */
export interface OwnColumnSpec {
  /** What the strategy calls it. */
  readonly name: string;
  readonly header: string;
}

/** A query of a Postgres that is not our own, whose rows are a table beside the prices. */
export interface QueryTable {
  /** One statement that reads, without parameters. */
  readonly sql: string;
  /** Name of the environment variable that holds the address of the database. */
  readonly connection: string;
  /** Of the whole reading. */
  readonly timeoutMs: number;
}

/** A table of the data catalogue. */
export interface CatalogueTable {
  readonly dataset: string;
}

/** Where the rows of a table beside the prices are read from: the absolute path of a file, or what has no path. */
export type TableSpec = string | QueryTable | CatalogueTable;

/** How long a query may take that does not say it itself. */
export const TABLE_TIMEOUT = "60s";

/** What may hold the name of an environment variable. */
export const VARIABLE_NAME = "^[A-Za-z_][A-Za-z0-9_]{0,127}$";

/** Values of symbols that were published at some time, such as figures of balance sheets. */
export interface FactorSpec {
  readonly name: string;
  /** The word is from when there were only files, and stands in stored specs. */
  readonly file: TableSpec;
  /** Of `symbol`, `event_time`, `known_at` and `value`: the header; absent ones are looked up by their usual names. */
  readonly columns: Readonly<Partial<Record<FactorField, string>>>;
  /** Without a column of the publication: how long after its event a value is known. */
  readonly lagMs?: number;
  /** After so long without a newer one a value counts no longer. Absent: it counts for ever. */
  readonly maxAgeMs?: number;
  readonly reading?: DataReading;
}

export type FactorField = "symbol" | "event_time" | "known_at" | "value";

/** A column of bars that are not traded, such as an index. */
export interface ReferenceSpec {
  readonly name: string;
  readonly dataset: string | null;
  /** Absolute path. */
  readonly csv: string | null;
  /** Which of several; null where there is one. */
  readonly symbol: string | null;
  /** Absent: that of the bars that are traded. */
  readonly timeframe?: string;
  readonly field: ReferenceField;
  readonly columns: Readonly<Record<string, string>>;
  readonly maxAgeMs?: number;
  readonly reading?: DataReading;
}

export const REFERENCE_FIELDS = ["open", "high", "low", "close", "volume"] as const;
export type ReferenceField = (typeof REFERENCE_FIELDS)[number];

/** Names that a strategy reads beside `open`, `close` and the like. */
export const COLUMN_NAME = "^[A-Za-z_][A-Za-z0-9_]{0,63}$";

/** What is made of the prices before splits and dividends; see docs/point-in-time.md. */
export const ADJUSTS = ["none", "splits", "splits_dividends"] as const;
export type Adjust = (typeof ADJUSTS)[number];

/** Splits and dividends as events beside prices as they were traded. */
export interface ActionsSpec {
  /** Absolute path; null: those that were fetched with the prices of a source. */
  readonly file: string | null;
  readonly adjust: Adjust;
  /** What became known later is not there: a day, `YYYY-MM-DD`, counts to its end; a moment is that moment. Absent: when the run is for. */
  readonly asOf?: string;
}
