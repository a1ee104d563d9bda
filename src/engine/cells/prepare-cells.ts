import type { BacktestRequest } from "../backtest.ts";
import type { Bars } from "../bars.ts";
import type { CellStanding } from "../extend/cell-standing.ts";
import { checkSettings } from "../fills/check-settings.ts";
import { rhythmOf } from "../frames/bar-clock.ts";
import { strategyBars } from "../frames/strategy-bars.ts";
import { indicatorCache } from "../indicators/indicator-cache.ts";
import { checkKind } from "../kinds/kind-problem.ts";
import { checkSymbols } from "../kinds/symbols-problem.ts";
import { profileOf } from "../profiles/registry.ts";
import type { ColumnMemory } from "../simd/column-memory.ts";
import type { SignalStrategy, TraderStrategy } from "../strategy.ts";
import type { CellRunner } from "./cell-runner.ts";
import { ledgerCells } from "./ledger-cells.ts";
import { panelCells } from "./panel-cells.ts";
import { tradeByBar } from "./trade-by-bar.ts";
import { tradeSignals } from "./trade-signals.ts";

interface Unstarted extends Omit<BacktestRequest, "params"> {
  /** As of `ledgerCells`, of a strategy on one symbol. */
  readonly standing?: CellStanding | undefined;
}

/**
 * @param memoryFor where indicators are to be kept, for one symbol; null: anywhere
 * @throws AppError EXECUTION_INVALID when settings, bars and strategy do not go together
 */
export function prepareCells(
  request: Unstarted,
  memoryFor: (bars: Bars) => ColumnMemory | null = () => null,
): CellRunner {
  checkCells(request);
  const { strategy } = request;
  switch (strategy.kind) {
    case "panel":
      return panelCells({ ...request, strategy });
    case "signals":
    case "bars":
      return symbolCells({ ...request, strategy }, memoryFor);
  }
}

/** @throws AppError EXECUTION_INVALID when settings, bars and strategy do not go together */
export function checkCells({ strategy, settings, bars }: Unstarted): void {
  checkSettings(settings);
  checkKind(strategy.kind, settings);
  checkSymbols(strategy, bars.length);
}

/** Cells of a strategy that trades one symbol. */
function symbolCells(
  {
    strategy,
    settings,
    bars: [bars],
    untrusted,
    standing,
  }: Unstarted & { readonly strategy: SignalStrategy | TraderStrategy },
  memoryFor: (bars: Bars) => ColumnMemory | null,
): CellRunner {
  if (bars === undefined) throw new RangeError(`There are no bars for ${strategy.name}`);
  const profile = profileOf(settings.execution.profile);
  const onColumn = untrusted?.onColumn;
  const told = strategyBars(untrusted?.told[0] ?? bars, { ...rhythmOf(settings), onColumn });
  const memory = memoryFor(told);
  const tradeCell =
    strategy.kind === "signals" ? tradeSignals(strategy, bars, profile, memory) : tradeByBar(strategy, bars, profile);
  const indicators = indicatorCache({ memory, onColumn });
  return ledgerCells({ strategy, bars, settings, profile, told, indicators, standing }, tradeCell);
}
