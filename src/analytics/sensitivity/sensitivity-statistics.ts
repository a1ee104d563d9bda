import { type Measured, measured, unmeasured } from "../../core/metrics/measured.ts";
import type { ExecutionChange } from "../../core/spec/study-spec.ts";
import type { Statistic, StatisticReason } from "../statistic.ts";
import { STATISTIC_REASONS } from "../statistic.ts";
import type { Figures, SensitivityRow, SensitivityStatistics } from "./sensitivity-result.ts";

/**
 * The lowest that each kind of worse execution comes to, over all its amounts; of drawn ones what one draw in twenty does not reach.
 * `not_computed` where the kind was not asked for, was refused throughout, or left no number.
 *
 * @param breakEven of the account as it was
 */
export function sensitivityStatistics(
  real: Figures,
  rows: readonly SensitivityRow[],
  breakEven: Measured,
): SensitivityStatistics {
  const lowest = (metric: string, change?: ExecutionChange): Statistic => {
    const own = rows.filter((row) => change === undefined || row.change === change);
    const values = own.flatMap(({ figures, worst }) => (worst ?? figures)[metric] ?? []);
    return values.length === 0 ? unmeasured("not_computed") : measured(Math.min(...values));
  };
  return {
    break_even_bps: asStatistic(breakEven),
    sharpe_kept: keptOf(lowest("sharpe"), real["sharpe"] ?? null),
    delay_return: lowest("total_return", "delay"),
    delay_sharpe: lowest("sharpe", "delay"),
    slippage_return: lowest("total_return", "slippage"),
    slippage_sharpe: lowest("sharpe", "slippage"),
    missed_return: lowest("total_return", "missed_fills"),
    missed_sharpe: lowest("sharpe", "missed_fills"),
  };
}

/** The lowest Sharpe ratio of all executions ÷ that of the cell as it was; of a cell that had none above 0 there is nothing to keep. */
function keptOf({ value }: Statistic, real: number | null): Statistic {
  return value === null || real === null || real <= 0 ? unmeasured("not_computed") : measured(value / real);
}

function asStatistic({ value, reason }: Measured): Statistic {
  if (value !== null) return measured(value);
  const known: StatisticReason | undefined = STATISTIC_REASONS.find((one) => one === reason);
  return unmeasured(known ?? "not_computed");
}
