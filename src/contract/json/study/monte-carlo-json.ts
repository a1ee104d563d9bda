import { MONTE_CARLO_STATISTICS } from "../../../analytics/monte-carlo/monte-carlo-catalogue.ts";
import type { Distribution, MonteCarloResult } from "../../../analytics/monte-carlo/monte-carlo-result.ts";
import type { DistributionJson, MonteCarloJson } from "../../schemas/study/monte-carlo-schema.ts";
import { statisticsJson } from "./study-json.ts";

export function monteCarloJson(result: MonteCarloResult): MonteCarloJson {
  const { verdict, holds, method, of, runs, block, noise = null, seed, ruin, unit, returns } = result;
  const { statistics, initialCapital, fan, distributions } = result;
  return {
    holds,
    verdict,
    method,
    of,
    runs,
    block,
    noise,
    seed,
    ruin,
    unit,
    returns,
    statistics: statisticsJson(MONTE_CARLO_STATISTICS, statistics),
    initial_capital: initialCapital,
    fan: fan.map(({ after, quantiles, real }) => ({ after, quantiles, real })),
    distributions: {
      return: distributionJson(distributions.return),
      sharpe: distributionJson(distributions.sharpe),
      drawdown: distributionJson(distributions.drawdown),
    },
  };
}

function distributionJson({ quantiles, real, histogram: { from, step, counts } }: Distribution): DistributionJson {
  return { quantiles, real, histogram: { from, step, counts } };
}
