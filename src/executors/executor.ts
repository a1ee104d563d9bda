import type { AppError } from "../core/errors/app-error.ts";
import type { ErrorCode } from "../core/errors/error-codes.ts";
import type { SnapshotId } from "../core/names/ids.ts";
import type { CodeFile } from "../core/values/code-file.ts";
import type { RangeTarget } from "../core/values/range-target.ts";
import type { CellRefusals, PastCells, SweepBlockSums, SweepStandings, WantedRanges } from "../engine/backtest.ts";
import type { CellAtWork, DayPeriod, PeriodOutcome, PeriodsToMeasure } from "./cell-periods.ts";
import type { CellSeries } from "./outputs/read-series.ts";

/**
 * One way to compute the cells of a backtest. It owns its kind: what there is to know of scripts, say, or of a batch
 * service, is in its folder; runs know the name of a result, a grid, and ranges of it.
 *
 * @typeParam Backtest what the DAG says of a backtest, as far as it needs it
 * @typeParam Market the bars that it trades, as far as readers of results need them
 */
export interface Executor<Backtest, Market> {
  /** What a backtest names it by. */
  readonly kind: string;
  /**
   * Pins a backtest to its inputs, or opens it with those that it was pinned to; computes nothing. Asked when a run is
   * planned, and once by each process that works on it.
   *
   * @throws AppError saying what cannot be had
   */
  prepare(backtest: Backtest, moment: SweepMoment): Promise<PreparedSweep<Market>>;
  /**
   * Asks for the end of work outside of this process that nobody attaches to any more. Asked again every few seconds, by
   * any process, until nothing of it is left (I5): then true. Absent where nothing outlives the process.
   */
  abandon?(this: void, externalId: string, backtest: Backtest): Promise<boolean>;
  /** The folder in which the files of a cell are, or will be. Absent where cells have none. */
  filesOf?(this: void, backtest: Backtest, runId: string, cell: number): string;
  /**
   * Curve and trades of a cell that keeps them in its files; null when these are not here, or do not say. Absent where they are
   * computed from the bars.
   */
  seriesOf?(this: void, backtest: Backtest, runId: string, cell: number): Promise<CellSeries | null>;
  /** Ends at once what it has running in processes of its own: what they compute was given back. Absent where there are none. */
  endProcesses?(this: void): Promise<void>;
  close(): Promise<void>;
}

export interface SweepMoment {
  /** Of its grid; absent where nobody asks for them. */
  readonly cells?: number;
  readonly logicalDate: Date;
  /** Makes the results of `volatile` backtests unlike those of any other run. */
  readonly runId: string;
  /** Last day, `YYYY-MM-DD`, that counts as over whatever the clock says; null or absent: the clock decides. */
  readonly dataThrough?: string | null;
  /** The data that the run was pinned to; absent when it is being planned, null when it was pinned to none. */
  readonly snapshotId?: SnapshotId | null;
}

/** A backtest with everything at hand to compute its cells. */
export interface PreparedSweep<Market> {
  /** Of `nameBase`: all that decides a result but the parameters of the cell. */
  readonly base: Buffer;
  readonly codeHash: string;
  /** What was hashed for `base`, by name, and by what people know it. Absent where nobody may be told of it. */
  readonly parts?: Readonly<Record<string, unknown>>;
  /** The files that `codeHash` is about, as they are now. Absent where there are none. @throws as `readFile` does */
  readonly codeFiles?: (this: void) => Promise<readonly CodeFile[]>;
  /** What this host lacks to compute it: it can be planned here, and neither started nor computed. */
  readonly lacks?: AppError;
  /** Null when it trades no frozen data. */
  readonly snapshotId: SnapshotId | null;
  /** Null when it has none: its data are its own affair. */
  readonly market: Market | null;
  readonly rangeTarget: RangeTarget;
  /**
   * Rejects when the whole range could not be computed (it may be tried again), and when `signal` has fired. By then nothing
   * of it is left in this process, or of it; work outside whose name was kept is ended by `abandon`.
   */
  compute(cells: CellRange, work: RangeWork): Promise<CellColumns>;
  /**
   * As `compute`, by going on with what another attempt at the same cells has begun: its worker has died, or its try has
   * failed. Where that work has failed, or was never begun, by beginning it anew.
   */
  readonly attach?: (externalId: string, cells: CellRange, work: RangeWork) => Promise<CellColumns>;
  /**
   * The same cells, of which parts are measured instead of the whole: named by the same inputs and by the parts, with the columns
   * that `PartsToMeasure` says. Absent where they cannot be cut.
   */
  readonly measureParts?: (parts: PartsToMeasure) => PreparedSweep<Market>;
  /** Where a cell can be run over parts of its days instead, being a program. Absent elsewhere. */
  readonly periods?: CellPeriods<Market>;
  /** Where its cells can be gone on with when there are more bars. Absent where they cannot. */
  readonly standings?: KnownStandings;
  /** Where its ranges are computed outside of all workers; then runs use this alone, and nothing of a worker waits. */
  readonly outside?: OutsideSweep;
}

/** What tells whether cells stand as others would, that have traded fewer bars. */
export interface KnownStandings {
  /** Of `nameBase`: all that decides how a cell stands but its parameters and the bars. */
  readonly name: Buffer;
  /** That it trades. */
  readonly bars: number;
  /** SHA-256 over the first so many of them. */
  readonly pastOf: (bars: number) => Buffer;
}

/**
 * Cells over parts of their days, of backtests whose data are their own affair: a program is told the dates, and what it makes of
 * them is up to it.
 */
export interface CellPeriods<Market> {
  /** Which days the backtest is about; null is open. */
  readonly days: { readonly startDate: string | null; readonly endDate: string | null };
  /** The same cells, each over every period, with columns by `rangeColumnId`; named by the same inputs and by what is asked. */
  measure(asked: PeriodsToMeasure): PreparedSweep<Market>;
  /**
   * One cell over one period, computed now.
   *
   * @throws AppError when it has failed, or tells no account; the reason of `signal`
   */
  run(cell: CellAtWork, period: DayPeriod, work: PeriodWork): Promise<PeriodOutcome>;
}

export interface PeriodWork {
  readonly signal: AbortSignal;
  /** Whether what an earlier task of the same run has left of it will do, where that is here: a program need not say the same twice. */
  readonly takesLeft: boolean;
  readonly onLine: (line: CellLine) => void;
}

/** What studies need of a cell in place of its usual metrics. */
export type PartsToMeasure =
  /** A backtest over each range, with columns by `rangeColumnId`; of these symbols alone, where they are named. */
  | { readonly kind: "ranges"; readonly ranges: WantedRanges; readonly symbols?: readonly string[] }
  /**
   * Sums of the returns of the whole backtest between each start and the next, with columns by `segmentColumnIds`, and how
   * many trades it made. The last start is the number of returns.
   */
  | { readonly kind: "segments"; readonly starts: readonly number[] };

/** Ranges that something else computes, such as jobs of a batch service: begun, looked after now and then, and collected. */
export interface OutsideSweep {
  /** Cells that are out at a time; ranges are cut accordingly. */
  readonly maxCells: number;
  /** The name that the work of an attempt gets: the same for the same attempt, another one for any other. */
  nameOf(runId: string, attemptId: string): string;
  /**
   * Begins work, or finds the one that was begun under that name. Its name is kept by then, so whatever becomes of this
   * process, it is never begun twice.
   *
   * @param externalId a name, or what an earlier `begin` gave back; then its work may be gone, or may have failed
   * @param isNew nobody can have begun it yet
   * @returns what it is known by from now on; null where it has failed, and is to be begun under another name
   * @throws AppError OUTSIDE_UNREACHABLE when that cannot be told now: it is asked again, and nothing counts as failed
   */
  begin(externalId: string, cells: CellRange, work: BeginWork): Promise<string | null>;
  /** How works stand; all in as few requests as can be. @throws AppError as `begin` does */
  look(externalIds: readonly string[]): Promise<ReadonlyMap<string, OutsideState>>;
  /** What ended work has come to. A cell that has no result says why. @throws AppError as `begin` does */
  collect(externalId: string, cells: CellRange): Promise<CellColumns>;
}

export interface BeginWork {
  readonly isNew: boolean;
  readonly signal: AbortSignal;
}

export type OutsideState =
  /** `note`: what people should know of it, such as why it does not start; null for nothing. */
  { readonly state: "going"; readonly note: string | null } | { readonly state: "ended" };

export interface CellRange {
  /** Parameters as canonical JSON, one text per cell. */
  readonly params: readonly string[];
  /** The number of each in the grid, ascending. */
  readonly numbers: readonly number[];
}

export interface RangeWork {
  /**
   * How the cells stand after fewer bars, to go on from there; null: nobody knows. Absent: nobody asks how they stand in the end,
   * either.
   */
  readonly past?: PastCells | null;
  readonly signal: AbortSignal;
  /**
   * Fires when this process is to end soon: an executor may answer with the first cells alone (`CellColumns.computed`), and others
   * compute the rest. Absent: never.
   */
  readonly until?: AbortSignal;
  readonly onLine: (line: CellLine) => void;
  /**
   * Keeps the name of work that outlives this process, for the one that takes over; awaited before the work begins when
   * its name can be chosen, so that it is never begun twice.
   */
  readonly keepExternalId: (externalId: string) => Promise<void>;
  /** Whether the cells are still this attempt's: asked before files of theirs take their place. */
  readonly isHeld: () => Promise<boolean>;
  /** How far the range is, 0 … 1. */
  readonly tellProgress: (fraction: number) => void;
}

/** What computing one cell took, where each is a program of its own. */
export interface CellUsage {
  /** Position in the cells that were asked for. */
  readonly index: number;
  /** Null when it was ended. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly durationMs: number;
  /** Of all its processes; null where the system does not tell. */
  readonly cpuMs: number | null;
  /** The most memory in use at a time. */
  readonly peakBytes: number | null;
}

/** A line that user code has printed. */
export interface CellLine {
  /** Position in the cells that were asked for; null where none was being computed. */
  readonly index: number | null;
  readonly level: "debug" | "info" | "warn" | "error";
  readonly text: string;
}

/** What a range has come to: columns of one value per cell, in the order of the request. */
export interface CellColumns {
  /** By name; those of `METRICS` and any others. */
  readonly metrics: ReadonlyMap<string, CellColumn>;
  /** Cells of which orders were refused, with how many. */
  readonly refusals: readonly CellRefusals[];
  /** How many cells it is about, from the first on, where `until` has cut the range; absent: all. */
  readonly computed?: number;
  /** Cells that have no result. */
  readonly failures: readonly CellFailure[];
  /** Absent where cells are no programs. */
  readonly usage?: readonly CellUsage[];
  /** Sums of returns, for the statistics of overfitting; absent when there are none. */
  readonly blockSums?: SweepBlockSums;
  /** How they stand in the end, of cells that can be gone on with. */
  readonly standings?: SweepStandings;
}

export interface CellColumn {
  /** NaN where undefined. */
  readonly values: Float64Array;
  /** 0 where defined, else 1 + the index into UNDEFINED_REASONS. */
  readonly reasons: Uint8Array;
}

export interface CellFailure {
  /** Position in the cells that were asked for. */
  readonly index: number;
  readonly code: ErrorCode;
  readonly message: string;
  /** Of a program that has ended by itself: tries may be counted by it. */
  readonly exitCode?: number;
}
