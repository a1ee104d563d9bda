import type { SweepResult } from "../../engine/backtest.ts";
import { SWEEP_METRIC_IDS } from "../../engine/metrics/metric-catalogue.ts";
import type { CellColumn, CellColumns } from "../executor.ts";

/** What the engine has computed, as executors answer. */
export function engineColumns(result: SweepResult): CellColumns {
  const { metrics, reasons, computed, refusals, failures, blockSums } = result;
  const swept = SWEEP_METRIC_IDS.map((id) => [id, { values: metrics[id], reasons: reasons[id] }] as const);
  const asked = computed.map(({ id, ...column }) => [id, column] as const);
  const sums = blockSums === undefined ? {} : { blockSums };
  return { metrics: new Map<string, CellColumn>([...swept, ...asked]), refusals, failures, ...sums };
}
