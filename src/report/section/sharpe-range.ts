import { sharpeInterval } from "../../analytics/resampling/sharpe-interval.ts";
import { ratePerPeriod } from "../../core/metrics/growth.ts";
import { profileOf } from "../../engine/profiles/registry.ts";
import { riskFreeRateOf } from "../../engine/risk-free-rate.ts";
import type { BacktestSettings } from "../../engine/settings.ts";
import { formatUnit } from "../format/format-metric.ts";
import type { Performance } from "../performance.ts";

/** Returns drawn in all, which takes about a tenth of a second: long series get fewer replications. */
const MOST_DRAWS = 2_500_000;
const REPLICATIONS = { least: 200, most: 1_000 };
const MOST_RETURNS = MOST_DRAWS / REPLICATIONS.least;

/**
 * Where the true Sharpe ratio may lie: the 95 % bootstrap interval, in words. Null where there is none, for more
 * than 12,500 returns, and in profiles whose ratio is another one (of compounded growth).
 */
export function sharpeRange({ returns }: Performance, settings: BacktestSettings): string | null {
  const { sharpe } = profileOf(settings.execution.profile).conventions;
  if (sharpe !== "arithmetic" || returns.length > MOST_RETURNS) return null;
  const perYear = settings.daysPerYear ?? settings.barsPerYear;
  const rate = ratePerPeriod(riskFreeRateOf(settings), perYear);
  const interval = sharpeInterval(
    returns.map((r) => r - rate),
    {
      barsPerYear: perYear,
      seed: settings.seed,
      replications: Math.min(Math.floor(MOST_DRAWS / returns.length), REPLICATIONS.most),
    },
  );
  if (interval === null) return null;
  return `95% range ${formatUnit(interval.low, "ratio")} to ${formatUnit(interval.high, "ratio")}`;
}
