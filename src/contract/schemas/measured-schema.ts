import type { Static } from "typebox";
import { SAMPLINGS } from "../../engine/execution-rules.ts";
import { number, object, oneOf } from "./parts.ts";

/** How the ratios of a backtest are measured. */
export const measured = {
  sampling: oneOf(SAMPLINGS, "what ratios are made of: returns by bar, or by day"),
  per_year: number("bars, or days, in a year"),
  risk_free_rate: number("what ratios are above, a year, as a fraction"),
};
const MeasuredSchema = object(measured);
export type MeasuredJson = Static<typeof MeasuredSchema>;
