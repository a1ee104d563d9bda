import type { BacktestSpec } from "../dag-spec.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { toSettings } from "../schema/setting-keys.ts";

export function readSettings(block: BacktestBlock): BacktestSpec["settings"] {
  const execution = toSettings("execution", block.execution);
  return {
    initialCapital: block.initial_capital,
    costs: toSettings("costs", block.costs),
    execution,
    // Absent for 0: a result without it keeps its key.
    ...(block.risk_free_rate === 0 ? {} : { riskFreeRate: block.risk_free_rate }),
    barsPerYear: block.data?.bars_per_year ?? null,
    seed: block.seed,
  };
}
