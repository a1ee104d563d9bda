import { AppError } from "../../core/errors/app-error.ts";
import type { Bars } from "../bars.ts";
import type { Account } from "../fills/account.ts";
import type { BacktestSettings, Profile } from "../settings.ts";
import { backtestingMarket } from "./backtesting/backtesting-market.ts";
import type { Market } from "./market.ts";
import { nativeMarket } from "./native/native-market.ts";
import { vectorbtMarket } from "./vectorbt-market.ts";

const MARKETS: Record<Profile, (account: Account, bars: Bars) => Market> = {
  native: nativeMarket,
  vectorbt: vectorbtMarket,
  "backtesting.py": backtestingMarket,
};

/**
 * Whether strategies may act bar by bar with these settings.
 *
 * @throws AppError EXECUTION_INVALID
 */
export function checkMarket({ execution }: BacktestSettings): void {
  const { profile, fill, executionDelay } = execution;
  if (profile !== "backtesting.py" || fill === "close" || executionDelay === 1) return;
  throw new AppError(
    "EXECUTION_INVALID",
    `The broker of the profile "${profile}" looks at orders from the next bar on.`,
    {
      hint: "Leave out `execution_delay`, or let the strategy wait before it gives the order.",
    },
  );
}

/** The market in which a strategy acts bar by bar, with an account that holds nothing yet. */
export function openMarket(account: Account, bars: Bars): Market {
  return MARKETS[account.rules.profile](account, bars);
}
