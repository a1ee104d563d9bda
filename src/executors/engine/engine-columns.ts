import type { SweepResult } from "../../engine/backtest.ts";
import { SWEEP_METRIC_IDS } from "../../engine/metrics/metric-catalogue.ts";
import type { CellColumn, CellColumns, PartsToMeasure } from "../executor.ts";
import { segmentColumns } from "./segment-columns.ts";

/** What the engine has computed, as executors answer. @param parts what was asked for instead of whole backtests */
export function engineColumns(result: SweepResult, parts?: PartsToMeasure): CellColumns {
  const { metrics, reasons, computed, refusals, failures, blockSums, standings } = result;
  const asked = computed.map(({ id, ...column }) => [id, column] as const);
  switch (parts?.kind) {
    case "ranges":
      return { metrics: new Map<string, CellColumn>(asked), refusals, failures };
    case "segments":
      return { metrics: segmentColumns(result), refusals, failures };
    case undefined: {
      const swept = SWEEP_METRIC_IDS.map((id) => [id, { values: metrics[id], reasons: reasons[id] }] as const);
      const sums = blockSums === undefined ? {} : { blockSums };
      return {
        metrics: new Map<string, CellColumn>([...swept, ...asked]),
        refusals,
        failures,
        ...sums,
        ...(standings && { standings }),
      };
    }
  }
}
