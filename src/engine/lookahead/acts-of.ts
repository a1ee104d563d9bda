import { tradeBars } from "../broker/trade-bars.ts";
import { cellRules } from "../cells/cell-rules.ts";
import { openAccount } from "../fills/account.ts";
import { createLedger } from "../fills/ledger.ts";
import { profileOf } from "../profiles/registry.ts";
import { entryLimit } from "../risk/entry-limit.ts";
import type { BacktestSettings } from "../settings.ts";
import type { TraderStrategy, StrategyInput } from "../strategy.ts";
import { recordActs, type RecordedActs } from "./recorded-acts.ts";

/** What a strategy that acts bar by bar asks of its broker, as columns, traded under the settings as a cell is. */
export function actsOf(
  strategy: TraderStrategy,
  input: StrategyInput,
  settings: BacktestSettings,
): RecordedActs["columns"] {
  const { bars, params } = input;
  const rules = cellRules(settings, params);
  const ledger = createLedger();
  const { openMarket, traits } = profileOf(settings.execution.profile);
  const market = openMarket(openAccount(rules, ledger, entryLimit(rules, bars.close, ledger)), bars);
  let now = 0;
  const { broker, columns } = recordActs(market.broker, bars.close.length, () => now);
  const trader = strategy.trader(input, broker, traits);
  tradeBars(market, { firstBar: traits.firstBar, barCount: bars.close.length }, (bar) => {
    now = bar;
    trader(bar);
  });
  return columns;
}
