import type { Measured } from "../../core/metrics/measured.ts";
import type { OutputsSpec } from "../../core/spec/outputs-spec.ts";
import type { SweepBlockSums } from "../../engine/backtest.ts";
import { reportOf } from "./check-outputs.ts";
import { dayText } from "./expected/missing-days.ts";
import type { FoundDays } from "./expected/pnl-file.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { type CheckOptions, type Examined, examineOutputs } from "./examine-outputs.ts";
import { joinReported } from "./metrics/join-reported.ts";
import { type AccountOptions, accountSettings, daySums, ownMetrics } from "./metrics/own-metrics.ts";
import type { OutputsReport } from "./outputs-report.ts";

export interface ReadOptions extends CheckOptions, AccountOptions {
  readonly initialCapital: number;
  /** Into how many blocks of days the returns are summed; `SWEEP_BLOCKS`. */
  readonly blocks: number;
}

/** What the files of one result have come to. */
export interface CellOutputs {
  readonly report: OutputsReport;
  /**
   * Every id of METRICS, then what summary.csv has besides, under names that can be stored. What the files do not tell is
   * `not_computed`: of a result that is not valid, what is left of it.
   */
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
export async function readOutputs(folder: string, spec: OutputsSpec, options: ReadOptions): Promise<CellOutputs> {
  const examined = await examineOutputs(folder, spec, options);
  const { days, summary } = examined;
  const own = ownMetrics(days, examined.trades, options);
  const { metrics, warnings } = joinReported(own, summary, days === null ? null : deepestFall(days));
  return {
    report: reportOf(examined, [...warnings, ...profitDoubt(examined)]),
    metrics,
    blockSums: days === null ? null : daySums(days, options.initialCapital, options.blocks),
    days: days === null ? null : spanOf(days, options),
  };
}

function spanOf({ time }: FoundDays, options: AccountOptions): DaySpan {
  const [first, last] = [time[0], time.at(-1)].map((ms) => dayText((ms ?? 0) / DAY_MS));
  return {
    count: time.length,
    first: first ?? "",
    last: last ?? "",
    perYear: accountSettings(time, options).barsPerYear,
  };
}

/** The largest fall from a peak in account currency; before the first day nothing is gained. */
function deepestFall({ cumulativePnl }: FoundDays): number {
  let peak = 0;
  let deepest = 0;
  for (const gained of cumulativePnl) {
    peak = Math.max(peak, gained);
    deepest = Math.max(deepest, peak - gained);
  }
  return deepest;
}

/** Money is rounded to cents, each day. */
function profitDoubt({ days, summary }: Examined): readonly string[] {
  const told = summary.find(({ meant }) => meant.name === "total_pnl")?.value ?? null;
  const last = days?.cumulativePnl.at(-1);
  if (told === null || last === undefined) return [];
  if (Math.abs(told - last) <= 0.01 + 1e-6 * Math.abs(last)) return [];
  return [`summary.csv says total_pnl is ${told}; pnl.csv ends with a cumulative_pnl of ${last}`];
}
