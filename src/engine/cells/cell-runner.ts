import { AppError } from "../../core/app-error.ts";
import type { Params, ParamSpecs } from "../../core/params.ts";
import type { Bars } from "../bars.ts";
import { openAccount } from "../fills/account.ts";
import { fillEvents } from "../fills/fill-events.ts";
import { clearLedger, createLedger, type Ledger } from "../fills/ledger.ts";
import { checkSettings, tradingRules } from "../fills/trading-rules.ts";
import { indicatorCache } from "../indicators/indicator-cache.ts";
import { type PriceSums, priceSums } from "../metrics/price-sums.ts";
import type { BacktestSettings } from "../settings.ts";
import { createEventList, type EventList } from "../signals/event-list.ts";
import { signalEvents } from "../signals/signal-events.ts";
import type { Indicators, Strategy } from "../strategy.ts";
import { completeParams } from "./complete-params.ts";
import { paramSpecsOf } from "./param-specs.ts";

/** Strategy, bars and settings made ready to trade any number of cells; buffers are reused from cell to cell. */
export interface CellRunner {
  readonly strategy: Strategy;
  readonly bars: Bars;
  readonly prices: PriceSums;
  readonly settings: BacktestSettings;
  readonly specs: ParamSpecs;
  readonly indicators: Indicators;
  readonly events: EventList;
  /** Of the cell traded last. */
  readonly ledger: Ledger;
}

/** @throws AppError EXECUTION_INVALID when settings, bars and strategy do not go together */
export function prepareCells(request: {
  readonly strategy: Strategy;
  readonly bars: readonly Bars[];
  readonly settings: BacktestSettings;
}): CellRunner {
  const { strategy, settings } = request;
  checkSettings(settings);
  const [bars, ...others] = request.bars;
  if (bars === undefined || others.length > 0) {
    throw new AppError(
      "EXECUTION_INVALID",
      `The strategy "${strategy.name}" trades one symbol, but the data have ${request.bars.length}.`,
      { hint: "Name one symbol under `data.symbols`, or use one backtest block per symbol." },
    );
  }
  return {
    strategy,
    bars,
    prices: priceSums(bars.close),
    settings,
    specs: paramSpecsOf(strategy),
    indicators: indicatorCache(),
    events: createEventList(bars.close.length),
    ledger: createLedger(),
  };
}

/**
 * Trades one cell; its fills are in `runner.ledger` until the next one.
 *
 * @returns the complete parameters
 * @throws AppError PARAM_INVALID for unfit parameters; whatever the strategy throws
 */
export function tradeCell(runner: CellRunner, cell: Params): Params {
  const { strategy, bars, indicators, events } = runner;
  const params = completeParams(runner.specs, cell);
  const input = { bars, params, indicators, profile: runner.settings.execution.profile };
  events.count = 0;
  if (strategy.events === undefined) signalEvents(strategy.signals(input), bars.close.length, events);
  else strategy.events(input, events);
  clearLedger(runner.ledger);
  fillEvents(openAccount(tradingRules(runner.settings, params), runner.ledger), events, bars);
  return params;
}
