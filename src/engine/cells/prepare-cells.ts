import type { BacktestRequest } from "../backtest.ts";
import type { Bars } from "../bars.ts";
import { checkSettings } from "../fills/check-settings.ts";
import { indicatorCache } from "../indicators/indicator-cache.ts";
import { checkKind } from "../kinds/kind-problem.ts";
import type { ColumnMemory } from "../simd/column-memory.ts";
import { checkSymbols } from "../kinds/symbols-problem.ts";
import { strategyKind } from "../kinds/strategy-kind.ts";
import type { CellRunner } from "./cell-runner.ts";
import { ledgerCells } from "./ledger-cells.ts";
import { panelCells } from "./panel-cells.ts";
import { tradeByBar } from "./trade-by-bar.ts";
import { tradeSignals } from "./trade-signals.ts";

/**
 * @param memoryFor where indicators are to be kept, for one symbol; null: anywhere
 * @throws AppError EXECUTION_INVALID when settings, bars and strategy do not go together
 */
export function prepareCells(
  request: Omit<BacktestRequest, "params">,
  memoryFor: (bars: Bars) => ColumnMemory | null = () => null,
): CellRunner {
  const { strategy, settings } = request;
  checkSettings(settings);
  const kind = strategyKind(strategy);
  checkKind(kind, settings);
  checkSymbols(
    { name: strategy.name, kind, ...(strategy.symbols && { symbols: strategy.symbols }) },
    request.bars.length,
  );
  if (strategy.targets !== undefined) return panelCells(request);
  const { untrusted } = request;
  const [bars] = request.bars;
  if (bars === undefined) throw new RangeError(`There are no bars for ${strategy.name}`);
  const told = untrusted?.told[0] ?? bars;
  const memory = memoryFor(told);
  const tradeCell =
    strategy.trader === undefined
      ? tradeSignals(strategy, bars, memory)
      : tradeByBar(strategy.trader.bind(strategy), bars);
  const indicators = indicatorCache({ memory, onColumn: untrusted?.onColumn });
  return ledgerCells({ strategy, bars, settings, told, indicators }, tradeCell);
}
