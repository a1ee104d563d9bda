import type { SweepJudgement } from "../analytics/overfitting/judge-sweep.ts";
import type { Logger } from "../core/log.ts";
import type { Params } from "../core/params/param-spec.ts";
import type { CellState, RunState } from "../core/names/states.ts";
import type { SeriesKind } from "../core/spec/series-spec.ts";
import type { Bars } from "../engine/bars.ts";
import type { Refusals } from "../engine/backtest.ts";
import type { CellMetrics, MetricId, MetricReasons } from "../engine/metrics/metric-catalogue.ts";

/** What a callback is given. Everything it may touch is here. */
export interface CallbackContext {
  readonly run: RunView;
  readonly dag: DagView;
  /** What the DAG file gave this callback: `{ rank: { top: 5 } }` gives `{ top: 5 }`. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly results: ResultsQuery;
  /** Values passed on between the callbacks of one run, JSON each. */
  readonly values: PassedValues;
  readonly data: DataAccess;
  readonly artifacts: ArtifactWriter;
  readonly services: CallbackServices;
  readonly log: Logger;
  /** Fires on time-out and on cancel. */
  readonly signal: AbortSignal;
}

/** Throwing fails the task, and before the backtests the whole run, with the message as the reason. */
export type Callback = (context: CallbackContext) => unknown;

export interface RunView {
  readonly id: string;
  readonly logicalDate: Date;
  readonly state: RunState;
  readonly cells: CellCounts;
}

export interface CellCounts {
  readonly total: number;
  readonly succeeded: number;
  readonly cached: number;
  readonly failed: number;
}

export interface DagView {
  readonly id: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly backtests: readonly { readonly name: string; readonly objective: string }[];
}

export interface CellView {
  readonly backtest: string;
  /** 0-based position in the grid. */
  readonly cell: number;
  readonly state: CellState;
  readonly params: Params;
  /** Null when the cell failed. */
  readonly metrics: CellMetrics | null;
  /** Why metrics are null, by id. */
  readonly reasons: MetricReasons;
  /** How many entries were refused, by reason, such as `{ no_cash: 6 }`; null for none. */
  readonly refused: Refusals | null;
  readonly error: string | null;
}

export interface ResultsQuery {
  /**
   * The best `limit` cells of a backtest by its objective (default: the first backtest), as docs/metrics.md ranks them.
   * `metrics` names those that a sweep does not keep, such as `omega`: each of the cells is computed again for them.
   */
  best(limit: number, backtest?: string, metrics?: readonly MetricId[]): Promise<readonly CellView[]>;
  /** Every cell in cell order, in pages that never load the whole sweep. */
  all(backtest?: string): AsyncIterable<CellView>;
  /**
   * What is to be thought of the best cell of a backtest: `dsr`, `pbo`, `plateau_score`, …, each a value or a reason.
   * Null before the backtest has ended well.
   */
  statistics(backtest?: string): Promise<SweepJudgement | null>;
}

export interface PassedValues {
  get(name: string): Promise<unknown>;
  /** @throws TypeError when the value has no JSON form */
  set(name: string, value: unknown): Promise<void>;
}

export interface DataAccess {
  /** The bars of a backtest's window, from the run's snapshot (default: the first backtest). */
  bars(backtest?: string): Promise<readonly Bars[]>;
  /** Problems found while reading the source: gaps, duplicates, inconsistent prices. */
  problems(backtest?: string): Promise<readonly string[]>;
}

export interface ArtifactWriter {
  /** Writes whole or not at all, into the run's folder; returns the absolute path. `name` is a plain file name. */
  write(name: string, content: string | Uint8Array | AsyncIterable<string>): Promise<string>;
}

export interface SeriesOptions {
  /** Cells of each backtest whose bars are known, 1 or more; of scripts all are kept. */
  readonly best: number;
  readonly kinds: readonly SeriesKind[];
  readonly compression: "zstd" | "snappy";
}

/** What fetching has brought of a series. JSON, as it is passed on. */
export interface UpdatedSeries {
  readonly source: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly added: number;
  readonly revised: number;
  /** Why it stayed as it was; null when it did not. */
  readonly kept_because: string | null;
}

/** What built-ins need from sibling folders, passed in as functions. */
export interface CallbackServices {
  /** The tearsheet of a backtest's best cell as one HTML text (default: the first backtest). */
  renderTearsheet(backtest?: string): Promise<string>;
  /**
   * Writes the series of the best cells of each backtest, and of all cells of scripts, as Parquet files into the run's folder,
   * and `summary.json`; returns their absolute paths (docs/series.md).
   */
  writeSeries(options: SeriesOptions): Promise<readonly string[]>;
  /**
   * Fetches what is missing of the prices that the backtests trade, before the data of the run are frozen; afterwards it does
   * nothing. `symbols` empty: all; `keep` goes on with the bars that are there where a source fails.
   */
  updateData(options: {
    readonly symbols: readonly string[];
    readonly onError: "fail" | "keep";
  }): Promise<readonly UpdatedSeries[]>;
  /** Sends a notice through the named channels (default: all configured ones). */
  notify(message: { readonly title: string; readonly text: string; readonly to?: readonly string[] }): Promise<void>;
}
