import type { MonteCarloSpec, SensitivitySpec } from "../../core/spec/study-spec.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import { lastTaskMs } from "../../store/actions/cell-costs.ts";
import type { Connection } from "../../store/connection/transaction.ts";

/** What the studies of its best cell would do, each null where nobody asks for it. */
export interface HistoriesPreview {
  readonly monteCarlo: (MonteCarloSpec & Estimated) | null;
  readonly sensitivity: (SensitivitySpec & Estimated & { readonly backtests: number }) | null;
}

interface Estimated {
  /** What it took in the last run of the DAG; null when none has done it. */
  readonly estimateMs: number | null;
}

export async function previewHistories(
  { name, monteCarlo, sensitivity }: BacktestSpec,
  dagId: string,
  database: Connection,
): Promise<HistoriesPreview> {
  const estimated = async (study: "monte_carlo" | "sensitivity"): Promise<Estimated> => ({
    estimateMs: await lastTaskMs(database, dagId, `${name}.${study}`),
  });
  return {
    monteCarlo: monteCarlo === undefined ? null : { ...monteCarlo, ...(await estimated("monte_carlo")) },
    sensitivity:
      sensitivity === undefined
        ? null
        : { ...sensitivity, backtests: backtestsOf(sensitivity), ...(await estimated("sensitivity")) },
  };
}

/** The cell as it is, and each execution. */
function backtestsOf({ delay, slippageBps, missedFills, draws }: SensitivitySpec): number {
  return 1 + delay.length + slippageBps.length + missedFills.length * draws;
}
