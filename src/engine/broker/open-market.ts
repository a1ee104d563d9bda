import type { Bars } from "../bars.ts";
import type { Account } from "../fills/account.ts";
import type { Profile } from "../settings.ts";
import { backtestingMarket } from "./backtesting/backtesting-market.ts";
import type { Market } from "./market.ts";
import { nativeMarket } from "./native/native-market.ts";
import { vectorbtMarket } from "./vectorbt-market.ts";

const MARKETS: Record<Profile, (account: Account, bars: Bars) => Market> = {
  native: nativeMarket,
  vectorbt: vectorbtMarket,
  "backtesting.py": backtestingMarket,
};

/** The market in which a strategy acts bar by bar, with an account that holds nothing yet. */
export function openMarket(account: Account, bars: Bars): Market {
  return MARKETS[account.rules.profile](account, bars);
}
