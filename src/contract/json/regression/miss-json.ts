import type { MissExplanation } from "../../../runs/inputs/explain-miss.ts";
import type { MissJson } from "../../schemas/regression/miss-schema.ts";
import { inputsJson } from "./inputs-json.ts";

export function missJson({ backtest, base, cells, reason, nearest, cell }: MissExplanation): MissJson {
  return {
    backtest,
    base,
    cells,
    reason,
    nearest: nearest && {
      run_id: nearest.runId,
      created_at: nearest.createdAt.toISOString(),
      inputs: inputsJson(nearest.inputs),
    },
    cell: cell && {
      number: cell.number,
      params: cell.params,
      nearest: cell.nearest && { params: cell.nearest.params, changed: cell.nearest.changed },
    },
  };
}
