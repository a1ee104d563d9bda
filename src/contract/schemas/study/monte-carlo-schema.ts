import { type Static, Type } from "typebox";
import { MONTE_CARLO_STATISTICS } from "../../../analytics/monte-carlo/monte-carlo-catalogue.ts";
import {
  DISTRIBUTION_PROBABILITIES,
  FAN_PROBABILITIES,
  RETURN_UNITS,
} from "../../../analytics/monte-carlo/monte-carlo-result.ts";
import { VERDICTS } from "../../../analytics/verdict.ts";
import { MONTE_CARLO_METHODS, MONTE_CARLO_SOURCES } from "../../../core/spec/study-spec.ts";
import { count, list, nullable, number, object, oneOf, text } from "../parts.ts";
import { statisticsOf } from "./study-schema.ts";

const distribution = (description: string) =>
  object(
    {
      quantiles: list(Type.Number(), `at ${DISTRIBUTION_PROBABILITIES.join(", ")}; none where nothing is defined`),
      real: nullable(Type.Number(), "of the history that was; null where undefined"),
      histogram: object(
        {
          from: number("where the first bin begins"),
          step: number("width of a bin"),
          counts: list(Type.Integer({ minimum: 0 }), "histories per bin"),
        },
        "without the lowest and the highest half per cent",
      ),
    },
    description,
  );
export type DistributionJson = Static<ReturnType<typeof distribution>>;

export const MonteCarloSchema = object({
  holds: oneOf(VERDICTS, "whether other histories would have been worth trading too"),
  verdict: text("the same in one sentence"),
  method: oneOf(MONTE_CARLO_METHODS, "how histories are drawn"),
  of: oneOf(MONTE_CARLO_SOURCES, "from what"),
  runs: count("how many"),
  block: nullable(Type.Number(), "mean length of a block, in returns; null where there are none"),
  noise: nullable(Type.Number(), "of noisy bars, as a share of each bar's true range; null where returns are drawn"),
  seed: count("what they are drawn by"),
  ruin: number("share of the initial capital at which an account is ruined"),
  unit: oneOf(RETURN_UNITS, "what returns are of"),
  returns: count("how many there are"),
  statistics: statisticsOf(MONTE_CARLO_STATISTICS.map(({ id }) => id)),
  initial_capital: number("before the first return"),
  fan: list(
    object({
      after: count("so many returns after the beginning"),
      quantiles: list(Type.Number(), `of the account, at ${FAN_PROBABILITIES.join(", ")}`),
      real: number("what the account was"),
    }),
    "the account over time",
  ),
  distributions: object(
    {
      return: distribution("final ÷ initial value − 1"),
      sharpe: distribution("annual Sharpe ratio"),
      drawdown: distribution("deepest fall from a peak, as a fraction"),
    },
    "of single figures",
  ),
});
export type MonteCarloJson = Static<typeof MonteCarloSchema>;
