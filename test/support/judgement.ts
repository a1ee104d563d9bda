import type { SweepJudgement } from "../../src/analytics/overfitting/judge-sweep.ts";
import { statistic } from "../../src/analytics/statistic.ts";

/** What docs/overfitting.md says of the crossovers of the S&P, with changes. */
export function judgementWith(changes: Partial<SweepJudgement> = {}): SweepJudgement {
  return {
    psr: statistic(0.992),
    dsr: statistic(0.662),
    expected_max_sharpe: statistic(0.444),
    min_track_record: statistic(2391),
    trials: statistic(4950),
    effective_trials: statistic(1225),
    pbo: statistic(0.469),
    loss_probability: statistic(0.246),
    plateau_score: statistic(0.805),
    ...changes,
  };
}
