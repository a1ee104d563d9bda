import type { SweepJudgement } from "../analytics/overfitting/judge-sweep.ts";
import type { Params } from "../core/params/param-spec.ts";
import type { RunState } from "../core/names/states.ts";
import type { CellMetrics, MetricReasons } from "../engine/metrics/metric-catalogue.ts";

/** What the rules of one run are evaluated on and the messages are rendered from. */
export interface AlertFacts {
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
  /** The best cell by the objective of the first backtest; null when no cell succeeded. */
  readonly best: { readonly params: Params; readonly metrics: CellMetrics; readonly reasons: MetricReasons } | null;
  /** What is to be thought of `best`; null when its backtest has not ended well or could not be judged. */
  readonly judgement: SweepJudgement | null;
  readonly cells: {
    readonly total: number;
    readonly succeeded: number;
    readonly cached: number;
    readonly failed: number;
  };
}
