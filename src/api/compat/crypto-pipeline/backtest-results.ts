import { equityRows } from "../../../contract/json/cell-rows-json.ts";
import type { Trade } from "../../../engine/trade.ts";
import { tradeLegs } from "../../../engine/trades/trade-legs.ts";
import { recomputeCell } from "../../../runs/query/recompute-cell.ts";
import type { ApiService } from "../../api-service.ts";
import type { BacktestRun } from "./backtest-row.ts";

interface FormerTrade {
  readonly ts: string;
  readonly side: "buy" | "sell";
  readonly quantity: number;
  readonly price: number;
  /** Null of what opens a position. */
  readonly pnl: number | null;
  readonly cumulative_pnl: number;
  readonly reason: string;
}

interface FormerEquity {
  readonly ts: string;
  readonly equity: number | null;
  readonly cash: number | null;
  readonly position_value: number | null;
  /** Below the peak, in percent, 0 or more. */
  readonly drawdown_pct: number | null;
}

/** Its fills and its equity, computed again from what the run was pinned to. @throws what `recomputeCell` throws */
export async function backtestResults(
  { run, spec }: BacktestRun,
  { project }: ApiService,
): Promise<{ readonly trades: readonly FormerTrade[]; readonly equity_curve: readonly FormerEquity[] }> {
  const { result, sweep } = await recomputeCell({ id: run.id, spec }, { backtest: null, cell: 0 }, project.deps);
  const capital = spec.backtests[0]?.settings.initialCapital ?? 0;
  return {
    trades: formerTrades(result.trades),
    equity_curve: equityRows(result, sweep.bars, capital).map((row) => ({
      ts: row.time,
      equity: row.equity,
      cash: row.cash,
      position_value: row.position_value,
      drawdown_pct: row.drawdown === null ? null : row.drawdown * 100,
    })),
  };
}

function formerTrades(trades: readonly Trade[]): readonly FormerTrade[] {
  return tradeLegs(trades).map(({ time, side, units, price, pnl, cumulativePnl, reason }) => ({
    ts: new Date(time).toISOString(),
    side,
    quantity: units,
    price,
    pnl,
    cumulative_pnl: cumulativePnl,
    reason,
  }));
}
