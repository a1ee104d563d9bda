import type { BacktestSettings } from "../../engine/settings.ts";
import type { MeasuredJson } from "../schemas/measured-schema.ts";

export function measuredJson({ barsPerYear, daysPerYear, riskFreeRate = 0 }: BacktestSettings): MeasuredJson {
  return {
    sampling: daysPerYear === undefined ? "bar" : "day",
    per_year: daysPerYear ?? barsPerYear,
    risk_free_rate: riskFreeRate,
  };
}
