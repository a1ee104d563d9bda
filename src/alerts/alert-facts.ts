import type { SweepJudgement } from "../analytics/overfitting/judge-sweep.ts";
import type { StudyStatistics } from "../analytics/study-catalogue.ts";
import type { Params } from "../core/params/param-spec.ts";
import type { RunState } from "../core/names/states.ts";
import type { CellMetrics, MetricReasons } from "../engine/metrics/metric-catalogue.ts";

/** What a night has brought: what rules compare, and what later nights compare with. Plain JSON. */
export interface NightFigures {
  readonly run: {
    readonly id: string;
    readonly dag: string;
    readonly description: string;
    readonly state: RunState;
    readonly reason: string | null;
    /** ISO 8601 UTC. */
    readonly logical_date: string;
    /** First and last bar of the backtest window, `YYYY-MM-DD`. */
    readonly period_start: string | null;
    readonly period_end: string | null;
    readonly duration_ms: number;
    /** Absolute path or URL. */
    readonly tearsheet: string | null;
  };
  /** Name of the first backtest, which `best` is of; null when the run has none. */
  readonly backtest: string | null;
  /** The best cell by the objective of the first backtest; null when no cell succeeded. */
  readonly best: { readonly params: Params; readonly metrics: CellMetrics; readonly reasons: MetricReasons } | null;
  /** What is to be thought of `best`; null when its backtest has not ended well or could not be judged. */
  readonly judgement: SweepJudgement | null;
  /** What the studies of the first backtest have come to; those that were not asked for, or have not ended well, are left out. */
  readonly studies: StudyStatistics;
  readonly cells: {
    readonly total: number;
    readonly succeeded: number;
    readonly cached: number;
    readonly failed: number;
  };
}

/** What the rules of one run are evaluated on and the messages are rendered from. */
export interface AlertFacts extends NightFigures {
  /** How often a person had the run begun again. Absent: never. */
  readonly round?: number;
  /** The run has an override, or is of a night that others have come after: it raises and clears no alarm, and no later night is compared with it. */
  readonly isExperiment: boolean;
  /** Why cells failed, the most frequent first, at most three. */
  readonly causes: readonly FailureCause[];
  readonly history: History;
}

/** Cells that failed for the same reason, but for the numbers in it. */
export interface FailureCause {
  readonly backtest: string;
  readonly cells: number;
  /** The first of them, and what it said. */
  readonly cell: number;
  readonly message: string;
}

export interface History {
  /** Runs of the DAG that succeeded, without experiments, the latest first. */
  readonly nights: readonly NightFigures[];
  /** Null where there are no figures of the run that the DAG file names, or it names none. */
  readonly baseline: NightFigures | null;
  /** The run that the DAG file names. */
  readonly baselineId: string | null;
}
