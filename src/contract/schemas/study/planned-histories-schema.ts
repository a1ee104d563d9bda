import { type Static, Type } from "typebox";
import { MONTE_CARLO_METHODS, MONTE_CARLO_SOURCES } from "../../../core/spec/study-spec.ts";
import { count, list, nullable, number, object, oneOf } from "../parts.ts";

const estimate = nullable(count(""), "what it took in the last run, milliseconds; null when none has done it");

/** Keys of a planned backtest: what the studies of its best cell would do. */
export const PLANNED_HISTORIES = {
  monte_carlo: nullable(
    object({
      method: oneOf(MONTE_CARLO_METHODS, "how histories are drawn"),
      of: oneOf(MONTE_CARLO_SOURCES, "from what"),
      runs: count("how many"),
      seed: count("what they are drawn by"),
      noise: nullable(Type.Number(), "of noisy bars; null where returns are drawn"),
      estimate_ms: estimate,
    }),
    "[other histories](monte-carlo.md); null when nobody asks for them",
  ),
  sensitivity: nullable(
    object({
      delay: list(Type.Integer({ minimum: 1 }), "bars later"),
      slippage_bps: list(Type.Number(), "more on each side"),
      missed_fills: list(number(""), "probabilities that a fill does not come"),
      draws: count("of each of these"),
      seed: count("what they are drawn by"),
      backtests: count("how often the best cell is traded"),
      estimate_ms: estimate,
    }),
    "[worse execution](monte-carlo.md#sensitivity); null when nobody asks for it",
  ),
};
const PlannedHistoriesSchema = object(PLANNED_HISTORIES);
export type PlannedHistoriesJson = Static<typeof PlannedHistoriesSchema>;
