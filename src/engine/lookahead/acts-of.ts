import { openMarket } from "../broker/open-market.ts";
import { tradeBars } from "../broker/trade-bars.ts";
import { openAccount } from "../fills/account.ts";
import { createLedger } from "../fills/ledger.ts";
import { tradingRules } from "../fills/trading-rules.ts";
import { entryLimit } from "../risk/entry-limit.ts";
import type { BacktestSettings } from "../settings.ts";
import type { Strategy, StrategyInput } from "../strategy.ts";
import { recordActs, type RecordedActs } from "./recorded-acts.ts";

/** What a strategy that acts bar by bar asks of its broker, as columns, traded under the settings as a cell is. */
export function actsOf(
  traderOf: NonNullable<Strategy["trader"]>,
  input: StrategyInput,
  settings: BacktestSettings,
): RecordedActs["columns"] {
  const { bars, params } = input;
  const rules = tradingRules(settings, params);
  const ledger = createLedger();
  const market = openMarket(openAccount(rules, ledger, entryLimit(rules, bars.close, ledger)), bars);
  let now = 0;
  const { broker, columns } = recordActs(market.broker, bars.close.length, () => now);
  const trader = traderOf(input, broker);
  tradeBars(market, bars.close.length, (bar) => {
    now = bar;
    trader(bar);
  });
  return columns;
}
