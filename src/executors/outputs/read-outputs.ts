import type { Measured } from "../../core/metrics/measured.ts";
import type { OutputsSpec } from "../../core/spec/outputs-spec.ts";
import type { SweepBlockSums } from "../../engine/backtest.ts";
import { type CheckOptions, checkOutputs } from "./check-outputs.ts";
import type { OutputsReport } from "./outputs-report.ts";

export interface ReadOptions extends CheckOptions {
  readonly initialCapital: number;
  /** Into how many blocks of days the returns are summed; `SWEEP_BLOCKS`. */
  readonly blocks: number;
  /** Days in a year; absent: by the calendar, else measured from the days. */
  readonly barsPerYear?: number;
  /** A year, as a fraction; default 0. */
  readonly riskFreeRate?: number;
}

/** What the files of one result have come to. */
export interface CellOutputs {
  readonly report: OutputsReport;
  /** Every id of METRICS, then what summary.csv has besides, under names that can be stored. Empty when the report is not valid. */
  readonly metrics: ReadonlyMap<string, Measured>;
  /** Of one cell; null without a usable pnl.csv, and with fewer days than blocks. */
  readonly blockSums: SweepBlockSums | null;
  /** The days of pnl.csv; null without a usable one. */
  readonly days: DaySpan | null;
}

export interface DaySpan {
  readonly count: number;
  /** `YYYY-MM-DD` */
  readonly first: string;
  readonly last: string;
  readonly perYear: number;
}

/** `checkOutputs`, and the metrics, each file being read once. */
export async function readOutputs(folder: string, rules: OutputsSpec, options: ReadOptions): Promise<CellOutputs> {
  return { report: await checkOutputs(folder, rules, options), metrics: new Map(), blockSums: null, days: null };
}
