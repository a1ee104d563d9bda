import type { SweepJudgement } from "../analytics/overfitting/judge-sweep.ts";
import { STATISTICS_OF_STUDY, type StudyStatistics } from "../analytics/study-catalogue.ts";
import { TOLD_STUDIES } from "../core/spec/study-spec.ts";
import { measured } from "../core/metrics/measured.ts";
import { type CellMetrics, METRIC_IDS } from "../engine/metrics/metric-catalogue.ts";
import type { AlertFacts, NightFigures } from "./alert-facts.ts";

const SAMPLE_METRICS: Readonly<Partial<CellMetrics>> = {
  total_return: 0.3081,
  cagr: 0.0134,
  sharpe: 0.21,
  max_drawdown: 0.3211,
  win_rate: 0.4107,
  profit_factor: 1.34,
  total_trades: 57,
  total_fees: 1067.43,
  final_equity: 13081.54,
};

const SAMPLE_JUDGEMENT: SweepJudgement = {
  psr: measured(0.83),
  dsr: measured(0.41),
  expected_max_sharpe: measured(0.27),
  min_track_record: measured(15_400),
  trials: measured(16),
  effective_trials: measured(5.2),
  pbo: measured(0.36),
  loss_probability: measured(0.24),
  plateau_score: measured(0.71),
};

const SAMPLE_STUDIES: StudyStatistics = Object.fromEntries(
  TOLD_STUDIES.map((study) => [
    study,
    Object.fromEntries(STATISTICS_OF_STUDY[study].map(({ id }) => [id, measured(0.5)])),
  ]),
);

/**
 * A made-up run that `nightgrid alerts test` sends and that conditions are tried on: every metric and statistic is defined.
 *
 * @param reported names of metrics besides
 */
export function sampleFacts(reported: readonly string[] = []): AlertFacts {
  const night = sampleNight(reported);
  const history = { nights: [night], baseline: night, baselineId: night.run.id };
  return { ...night, isExperiment: false, causes: [], history };
}

function sampleNight(reported: readonly string[]): NightFigures {
  const names = [...new Set([...reported, ...METRIC_IDS])];
  const sample = new Map<string, number | null>(Object.entries(SAMPLE_METRICS));
  const metrics = Object.fromEntries(names.map((id) => [id, sample.get(id) ?? 1])) as CellMetrics;
  return {
    run: {
      id: "20260210_083000_5a3b1e00",
      dag: "sample_dag",
      description: "A sample, sent by hand to try the channels out",
      state: "succeeded",
      reason: null,
      logical_date: "2026-02-10T08:30:00.000Z",
      period_start: "2000-01-03",
      period_end: "2020-04-17",
      duration_ms: 1830,
      tearsheet: null,
    },
    backtest: "backtest",
    best: { params: { fast: 20, slow: 50 }, metrics, reasons: {} },
    judgement: SAMPLE_JUDGEMENT,
    studies: SAMPLE_STUDIES,
    cells: { total: 16, succeeded: 14, cached: 0, failed: 2 },
  };
}
