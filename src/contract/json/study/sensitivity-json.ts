import { SENSITIVITY_STATISTICS } from "../../../analytics/sensitivity/sensitivity-catalogue.ts";
import type { SensitivityResult } from "../../../analytics/sensitivity/sensitivity-result.ts";
import type { SensitivityJson } from "../../schemas/study/sensitivity-schema.ts";
import { statisticsJson } from "./study-json.ts";

export function sensitivityJson(result: SensitivityResult): SensitivityJson {
  const { holds, verdict, statistics, metrics, real, rows, draws, seed } = result;
  return {
    holds,
    verdict,
    statistics: statisticsJson(SENSITIVITY_STATISTICS, statistics),
    metrics,
    real,
    rows: rows.map(({ change, amount, refused, figures, worst }) => ({ change, amount, refused, figures, worst })),
    draws,
    seed,
  };
}
