import { formatQuantity } from "../../core/text/format-quantity.ts";
import { isFragile } from "../ranking/plateau-score.ts";
import type { Statistic, StatisticReason } from "../statistic.ts";
import { SWEEP_STATISTICS, type SweepStatisticId } from "../statistic-catalogue.ts";
import type { SweepJudgement } from "./judge-sweep.ts";

/**
 * One line for people: `Best of 4,950 trials: DSR 0.49, PBO 0.31, plateau 0.21 (fragile: its neighbours do much
 * worse)`. A dash stands for what is undefined, with a word where the reader could
 * do something about it. A single cell has no neighbours and no rivals, only its own ratio.
 */
export function describeJudgement({ psr, dsr, pbo, plateau_score: plateau, trials }: SweepJudgement): string {
  const count = formatQuantity(trials.value ?? 0, "count");
  if (pbo.reason === "too_few_cells") return `A single cell (trials so far: ${count}): PSR ${share(psr)}`;
  const fragile = isFragile(plateau) === true ? " (fragile: its neighbours do much worse)" : "";
  return `Best of ${count} trials: DSR ${share(dsr)}, PBO ${share(pbo)}, plateau ${share(plateau)}${fragile}`;
}

/** The statistics as plain JSON: null where undefined, with the reasons beside them, as cells have their metrics. */
export interface StatisticsRecord extends Readonly<Record<SweepStatisticId, number | null>> {
  /** Whether the best cell's neighbours do much worse; null where that is unknown. */
  readonly fragile: boolean | null;
  readonly undefined: Readonly<Partial<Record<SweepStatisticId, StatisticReason>>>;
}

export function statisticsRecord(judgement: SweepJudgement): StatisticsRecord {
  const entries = SWEEP_STATISTICS.map(({ id }) => [id, judgement[id]] as const);
  const values = entries.map(([id, { value }]) => [id, value]);
  const reasons = entries.flatMap(([id, { reason }]) => (reason === null ? [] : [[id, reason]]));
  return {
    ...(Object.fromEntries(values) as Readonly<Record<SweepStatisticId, number | null>>),
    fragile: isFragile(judgement.plateau_score),
    undefined: Object.fromEntries(reasons),
  };
}

const REASON_NOTE: Partial<Record<StatisticReason, string>> = {
  too_many_cells: " (too many cells)",
  no_neighbours: " (no neighbours)",
};

function share({ value, reason }: Statistic): string {
  return value === null ? `–${REASON_NOTE[reason] ?? ""}` : formatQuantity(value, "ratio");
}
