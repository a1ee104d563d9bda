import { ENGINE_VERSION } from "../../engine/backtest.ts";
import type { RecomputedCell } from "../../runs/query/recompute-cell.ts";
import type { CellHeadJson } from "../schemas/cell-listing-schema.ts";
import { measuredJson } from "./measured-json.ts";

/** Which cell it is and what it stands on. */
export function cellHeadJson(runId: string, { backtest, cell, sweep, result, unlike }: RecomputedCell): CellHeadJson {
  const { params, stamps, factor } = result;
  return {
    run_id: runId,
    backtest,
    cell,
    params,
    snapshot: sweep.snapshot.id,
    code: sweep.codeHash,
    engine_version: ENGINE_VERSION,
    ...measuredJson(sweep.settings),
    stamps,
    factor_metrics: factor === undefined ? null : { ...factor.metrics, undefined: factor.reasons },
    unlike_stored: unlike,
  };
}
