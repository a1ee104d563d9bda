import type { MetricInfo } from "../../core/metrics/metric-info.ts";

/** What a study of sensitivity comes to, as `rankings[].sensitivity.statistics` has it. */
export const SENSITIVITY_STATISTICS = [
  { id: "break_even_bps", version: 1, label: "Break-even cost", unit: "bps", better: "higher" },
  { id: "sharpe_kept", version: 1, label: "Sharpe that is kept", unit: "fraction", better: "higher" },
  { id: "delay_return", version: 1, label: "Return of late fills", unit: "fraction", better: "higher" },
  { id: "delay_sharpe", version: 1, label: "Sharpe of late fills", unit: "ratio", better: "higher" },
  { id: "slippage_return", version: 1, label: "Return of dearer fills", unit: "fraction", better: "higher" },
  { id: "slippage_sharpe", version: 1, label: "Sharpe of dearer fills", unit: "ratio", better: "higher" },
  { id: "missed_return", version: 1, label: "Return of missed fills", unit: "fraction", better: "higher" },
  { id: "missed_sharpe", version: 1, label: "Sharpe of missed fills", unit: "ratio", better: "higher" },
] as const satisfies readonly MetricInfo[];

export type SensitivityStatisticId = (typeof SENSITIVITY_STATISTICS)[number]["id"];
