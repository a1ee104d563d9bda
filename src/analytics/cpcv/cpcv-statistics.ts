import { measured, unmeasured } from "../../core/metrics/measured.ts";
import { formatQuantity } from "../../core/text/format-quantity.ts";
import type { Statistic } from "../statistic.ts";
import type { Verdict } from "../walk-forward/walk-forward-result.ts";
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

const MOST_LOSSES = 0.25;
const MOST_OVERFIT = 0.5;

/** Holds: the median path earns, at most a quarter of the paths lose, and what was chosen beats the median in most splits. */
export function cpcvVerdict({ sharpe_median, loss_share, overfit_share }: CpcvStatistics): Verdict {
  if (sharpe_median.value === null || loss_share.value === null) return "unknown";
  if (sharpe_median.value <= 0) return "fails";
  return loss_share.value <= MOST_LOSSES && (overfit_share.value ?? 0) < MOST_OVERFIT ? "holds" : "weak";
}

/** One sentence: `Holds up: of 9 paths out of sample the median has a Sharpe of 0.52 (5 % to 95 %: 0.31 to 0.70), and 0 % lose.` */
export function describeCpcv(statistics: CpcvStatistics): string {
  const { sharpe_median, sharpe_low, sharpe_high, loss_share, overfit_share, paths } = statistics;
  const range = `${ratio(sharpe_low)} to ${ratio(sharpe_high)} from the 5th to the 95th hundredth`;
  const text = `of ${formatQuantity(paths.value ?? 0, "count")} paths out of sample the median has a Sharpe of ${ratio(sharpe_median)} (${range}), ${share(loss_share)} lose, and ${share(overfit_share)} of the splits are overfit.`;
  switch (cpcvVerdict(statistics)) {
    case "holds":
      return `Holds up: ${text}`;
    case "weak":
      return `Weak: ${text}`;
    case "fails":
      return `Fails: ${text}`;
    case "unknown":
      return "Unknown: no path could be put together, since no cell competed in some split.";
  }
}

function ratio({ value }: Statistic): string {
  return value === null ? "–" : formatQuantity(value, "ratio");
}

function share({ value }: Statistic): string {
  return value === null ? "–" : formatQuantity(value, "fraction");
}
