import { type Static, Type } from "typebox";
import { SENSITIVITY_STATISTICS } from "../../../analytics/sensitivity/sensitivity-catalogue.ts";
import { VERDICTS } from "../../../analytics/verdict.ts";
import { EXECUTION_CHANGES } from "../../../core/spec/study-spec.ts";
import { count, list, nullable, number, object, oneOf, open, text } from "../parts.ts";
import { statisticsOf } from "./study-schema.ts";

const figures = (description: string) =>
  open<Readonly<Record<string, number | null>>>("metrics by id", { type: ["number", "null"] }, description);

export const SensitivitySchema = object({
  holds: oneOf(VERDICTS, "whether the strategy bears worse execution"),
  verdict: text("the same in one sentence"),
  statistics: statisticsOf(SENSITIVITY_STATISTICS.map(({ id }) => id)),
  metrics: list(Type.String(), "what is measured of each execution, the objective first"),
  real: figures("of the best cell as it was; empty where there is none"),
  rows: list(
    object({
      change: oneOf(EXECUTION_CHANGES, "what is worse"),
      amount: number("bars later, bps more each side, or the probability that a fill does not come"),
      refused: nullable(Type.String(), "why the backtest cannot be traded so; null where it was"),
      figures: figures("null where undefined; medians over the draws of missed fills; empty where it was refused"),
      worst: nullable(figures(""), "what one draw in twenty does not reach; null where nothing is drawn"),
    }),
    "by kind, mildest first",
  ),
  draws: count("how often missed fills were drawn"),
  seed: count("by what"),
});
export type SensitivityJson = Static<typeof SensitivitySchema>;
