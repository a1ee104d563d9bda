import type { SweepJudgement } from "../../src/analytics/overfitting/judge-sweep.ts";
import { measured } from "../../src/core/metrics/measured.ts";

/** What docs/overfitting.md says of the crossovers of the S&P, with changes. */
export function judgementWith(changes: Partial<SweepJudgement> = {}): SweepJudgement {
  return {
    psr: measured(0.992),
    dsr: measured(0.662),
    expected_max_sharpe: measured(0.444),
    min_track_record: measured(2391),
    trials: measured(4950),
    effective_trials: measured(1225),
    pbo: measured(0.469),
    loss_probability: measured(0.246),
    plateau_score: measured(0.805),
    ...changes,
  };
}
