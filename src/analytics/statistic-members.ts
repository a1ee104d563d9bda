import { SWEEP_STATISTICS, type SweepStatisticId } from "./statistic-catalogue.ts";

/** Where conditions and templates find each statistic: those of the picked cell under `best`, those of the whole grid under `sweep`. */
const OWNER: Readonly<Record<SweepStatisticId, "best" | "sweep">> = {
  psr: "best",
  dsr: "best",
  min_track_record: "best",
  plateau_score: "best",
  expected_max_sharpe: "sweep",
  trials: "sweep",
  effective_trials: "sweep",
  pbo: "sweep",
  loss_probability: "sweep",
};

/** The statistics that are members of `best`, or of `sweep`. */
export function statisticsUnder(owner: "best" | "sweep"): readonly SweepStatisticId[] {
  return SWEEP_STATISTICS.map(({ id }) => id).filter((id) => OWNER[id] === owner);
}

/** The statistic that a member path means; null when it means something else. */
export function statisticAt(owner: string | undefined, member: string | undefined): SweepStatisticId | null {
  return SWEEP_STATISTICS.find(({ id }) => id === member && OWNER[id] === owner)?.id ?? null;
}
