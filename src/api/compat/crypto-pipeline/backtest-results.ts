import { equityRows, tradeRows } from "../../../contract/json/cell-rows-json.ts";
import type { TradeJson } from "../../../contract/schemas/cell-listing-schema.ts";
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
  readonly reason: string | null;
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
    trades: formerTrades(tradeRows(result)),
    equity_curve: equityRows(result, sweep.bars, capital).map((row) => ({
      ts: row.time,
      equity: row.equity,
      cash: row.cash,
      position_value: row.position_value,
      drawdown_pct: row.drawdown === null ? null : row.drawdown * 100,
    })),
  };
}

/** Two per round trip, the entry and the exit; of one that is open at the end, the entry alone. */
function formerTrades(trades: readonly TradeJson[]): readonly FormerTrade[] {
  let total = 0;
  return trades.flatMap((trade): readonly FormerTrade[] => {
    const { side, units: quantity, pnl } = trade;
    const [open, close] = side === "long" ? (["buy", "sell"] as const) : (["sell", "buy"] as const);
    const entry = { ts: trade.entry_time, side: open, quantity, price: trade.entry_price, pnl: null };
    const opened = { ...entry, cumulative_pnl: total, reason: "entry" };
    if (trade.open) return [opened];
    total += pnl;
    const exit = { ts: trade.exit_time, side: close, quantity, price: trade.exit_price, pnl };
    return [opened, { ...exit, cumulative_pnl: total, reason: trade.reason }];
  });
}
