import { judgeSweep, type SweepJudgement } from "../../analytics/overfitting/judge-sweep.ts";
import { isFragile } from "../../analytics/ranking/plateau-score.ts";
import { SWEEP_STATISTICS, type SweepStatisticId } from "../../analytics/statistic-catalogue.ts";
import { samplingOf } from "../../engine/metrics/sampling.ts";
import { formatUnit, reasonText } from "../format/format-metric.ts";
import { UNDEFINED_TEXT } from "../format/format-number.ts";
import type { Performance } from "../performance.ts";
import type { TearsheetInput } from "../tearsheet-input.ts";
import type { Tile } from "./tiles.ts";

const MEANING: Readonly<Record<Exclude<SweepStatisticId, "min_track_record">, string>> = {
  psr: "chance that the true Sharpe is above 0",
  dsr: "the same, after so many tries",
  expected_max_sharpe: "of as many cells without any skill",
  trials: "ever made on this data",
  effective_trials: "as if they were independent",
  pbo: "chance that the best is below the median later",
  loss_probability: "chance that the best loses later",
  plateau_score: "how well the neighbours of the best do",
};

/**
 * What is known about luck and skill: the given judgement, or one made from the ranking with the cells of this run as
 * the trials. Null for a single backtest and when cells are missing from the ranking: the spread of the best ones
 * alone would make luck look like skill.
 */
export function judgementOf(input: TearsheetInput): SweepJudgement | null {
  if (input.judgement !== undefined) return input.judgement;
  const { ranked, cells, best, backtest } = input;
  const [first] = ranked;
  if (first === undefined || best === null || cells.total < 2 || ranked.length < cells.total - cells.failed)
    return null;
  const { count, perYear } = samplingOf(best.time, backtest.settings);
  return judgeSweep({
    sharpe: Float64Array.from(ranked, ({ metrics }) => metrics.sharpe ?? Number.NaN),
    best: 0,
    skew: first.metrics.skew,
    kurtosis: first.metrics.kurtosis,
    bars: count,
    barsPerYear: perYear,
    trials: cells.total,
  });
}

/**
 * The figures by which a reader judges whether the best of `cells` is more than luck.
 *
 * @param unit what returns are of
 */
export function judgementTiles(
  judgement: SweepJudgement | null,
  cells: number,
  unit: Performance["unit"],
): readonly Tile[] {
  if (judgement === null) return [];
  return SWEEP_STATISTICS.filter(({ id }) => isWorthShowing(id, judgement, cells)).map(({ id, label, unit: own }) => {
    const { value, reason } = judgement[id];
    const isWarning = id === "plateau_score" && isFragile(judgement[id]) === true;
    const context = isWarning ? "fragile: the neighbours of the best do much worse" : meaningOf(id, unit);
    return value === null
      ? { label, value: UNDEFINED_TEXT, hint: reasonText(reason), context }
      : { label, value: formatUnit(value, own), hint: null, context };
  });
}

function meaningOf(id: SweepStatisticId, unit: Performance["unit"]): string {
  return id === "min_track_record" ? `${unit} to be 95% sure of a Sharpe above 0` : MEANING[id];
}

function isWorthShowing(id: SweepStatisticId, judgement: SweepJudgement, cells: number): boolean {
  const { value, reason } = judgement[id];
  return reason !== "not_computed" && !(id === "trials" && value === cells);
}
