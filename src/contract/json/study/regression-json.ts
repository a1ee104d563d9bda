import type { RegressionResult } from "../../../analytics/regression/regression-result.ts";
import type { RegressionJson } from "../../schemas/study/regression-schema.ts";
import { instantOrNull } from "../regression/inputs-json.ts";

export function regressionJson(result: RegressionResult): RegressionJson {
  const { state, verdict, onChange, against, compared, changed, noise, inputs, causes, cells } = result;
  return {
    state,
    verdict,
    on_change: onChange,
    against,
    compared,
    changed,
    noise,
    inputs,
    causes,
    cells: cells.map(({ params, causes: own, metrics, trades, firstTrade, equityFrom }) => ({
      params,
      causes: own,
      metrics,
      trades,
      first_trade: instantOrNull(firstTrade),
      equity_from: instantOrNull(equityFrom),
    })),
  };
}
