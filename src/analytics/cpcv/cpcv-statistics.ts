import { measured, unmeasured } from "../../core/metrics/measured.ts";
import type { Statistic } from "../statistic.ts";
import type { CpcvStatistics } from "./cpcv-result.ts";
import type { CpcvPaths } from "./cross-validate.ts";

/** What the paths and splits say together. A share is of those that are defined; `too_few_bars` without a defined path. */
export function cpcvStatistics({ splits, paths }: CpcvPaths): CpcvStatistics {
  const sharpes = paths.filter((value) => !Number.isNaN(value)).toSorted();
  const ranks = splits.flatMap(({ rank }) => (Number.isNaN(rank) ? [] : [rank]));
  const of = (value: () => number): Statistic =>
    sharpes.length === 0 ? unmeasured("too_few_bars") : measured(value());
  const mean = sharpes.reduce((sum, value) => sum + value, 0) / sharpes.length;
  const squares = sharpes.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    sharpe_median: of(() => quantileOf(sharpes, 0.5)),
    sharpe_mean: of(() => mean),
    sharpe_low: of(() => quantileOf(sharpes, 0.05)),
    sharpe_high: of(() => quantileOf(sharpes, 0.95)),
    sharpe_deviation:
      sharpes.length < 2 ? unmeasured("too_few_bars") : measured(Math.sqrt(squares / (sharpes.length - 1))),
    loss_share: of(() => sharpes.filter((value) => value < 0).length / sharpes.length),
    overfit_share:
      ranks.length === 0
        ? unmeasured("too_few_cells")
        : measured(ranks.filter((rank) => rank <= 0.5).length / ranks.length),
    paths: measured(paths.length),
    splits: measured(splits.length),
  };
}

/** Linear between neighbours, as numpy's `quantile`. @param sorted ascending, not empty */
export function quantileOf(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const [low = 0, high = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}
