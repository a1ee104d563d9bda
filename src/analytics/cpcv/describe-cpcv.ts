import type { Statistic } from "../statistic.ts";
import { figureText, type Verdict, verdictSentence } from "../verdict.ts";
import type { CpcvStatistics } from "./cpcv-result.ts";

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
  const verdict = cpcvVerdict(statistics);
  return verdictSentence(
    verdict,
    verdict === "unknown"
      ? "no path could be put together, since no cell competed in some split."
      : `of ${figureText(paths, "count")} paths out of sample the median has a Sharpe of ${ratio(sharpe_median)} (${range}), ${share(loss_share)} lose, and ${share(overfit_share)} of the splits are overfit.`,
  );
}

function ratio(statistic: Statistic): string {
  return figureText(statistic, "ratio");
}

function share(statistic: Statistic): string {
  return figureText(statistic, "fraction");
}
