import type { ActionsSpec, FactorSpec, OwnColumnSpec, ReferenceSpec, TableSpec } from "./beside-spec.ts";
import type { DataReading } from "./data-reading.ts";
import type { KnownData } from "../versions/known-data.ts";
import type { TradingSession } from "../time/trading-session.ts";

/** A dataset of the catalogue, CSV files next to the DAG, or prices that were fetched from a source. */
export interface DataSpec {
  readonly dataset: string | null;
  /** Absolute path; `{symbol}` stands for each symbol. */
  readonly csv: string | null;
  /** Its prices are read from the database; `dataset` and `csv` are null then. Absent: none. */
  readonly source?: string;
  /** Empty means all symbols of the dataset. */
  readonly symbols: readonly string[];
  readonly timeframe: string;
  /** Bar field → header in the file; absent fields are looked up by their usual names. */
  readonly columns: Readonly<Record<string, string>>;
  /** Scales open, high and low by adjusted close ÷ close, takes the adjusted close, and leaves dividends out: they are in it. */
  readonly adjusted: boolean;
  /** Zone of times without an offset, and which day an intraday bar belongs to; absent: UTC. */
  readonly session?: TradingSession;
  /** Name of the calendar whose sessions the bars lie in; absent: nobody asks. */
  readonly calendar?: string;
  /** How the files are to be read; absent: plain CSV. */
  readonly reading?: DataReading;
  /** Splits and dividends beside raw prices; absent: the prices are taken as they are. */
  readonly actions?: ActionsSpec;
  /** Says which symbol was in the universe when; absent: all always are. */
  readonly universe?: TableSpec;
  /** What a strategy reads beside the prices; absent: nothing. No two of them have one name. */
  readonly extra?: readonly OwnColumnSpec[];
  readonly factors?: readonly FactorSpec[];
  readonly references?: readonly ReferenceSpec[];
  /** Which of its versions; absent: the data as they are, which becomes a version when nobody has read them before. */
  readonly known?: KnownData;
}

/** Inclusive calendar dates `YYYY-MM-DD`; null is open. `lookbackMs` counts back from the run's logical date. */
export interface WindowSpec {
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly lookbackMs: number | null;
}
