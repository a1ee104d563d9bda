import type { HistoriesPreview } from "../../../runs/study/preview-histories.ts";
import type { PlannedHistoriesJson } from "../../schemas/study/planned-histories-schema.ts";

/** What the studies of the best cell would do. */
export function plannedHistoriesJson({ monteCarlo, sensitivity }: HistoriesPreview): PlannedHistoriesJson {
  return {
    monte_carlo:
      monteCarlo === null
        ? null
        : {
            method: monteCarlo.method,
            of: monteCarlo.of,
            runs: monteCarlo.runs,
            seed: monteCarlo.seed,
            noise: monteCarlo.noise ?? null,
            estimate_ms: rounded(monteCarlo.estimateMs),
          },
    sensitivity:
      sensitivity === null
        ? null
        : {
            delay: sensitivity.delay,
            slippage_bps: sensitivity.slippageBps,
            missed_fills: sensitivity.missedFills,
            draws: sensitivity.draws,
            seed: sensitivity.seed,
            backtests: sensitivity.backtests,
            estimate_ms: rounded(sensitivity.estimateMs),
          },
  };
}

function rounded(estimateMs: number | null): number | null {
  return estimateMs === null ? null : Math.round(estimateMs);
}
