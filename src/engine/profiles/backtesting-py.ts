import { USUAL_EXECUTION } from "../execution-rules.ts";
import { backtestingMarket } from "./backtesting-py/backtesting-market.ts";
import { setBacktestingMetrics } from "./backtesting-py/backtesting-metrics.ts";
import { backtestingOrders } from "./backtesting-py/backtesting-orders.ts";
import { backtestingYear } from "./backtesting-py/backtesting-year.ts";
import type { ExecutionProfile } from "./execution-profile.ts";

/** backtesting.py 0.6.x, trade for trade: docs/engine.md. */
export const backtestingPy: ExecutionProfile<"backtesting.py"> = {
  name: "backtesting.py",
  execution: { ...USUAL_EXECUTION, lotSize: 1, closeAtEnd: true },
  features: ["leverage", "hedging", "exclusive_orders"],
  traits: {
    firstBar: 1,
    waitsForWarmup: true,
    wholeUnits: true,
    spreadShare: 1,
    tradesOnClose: true,
    stopBasis: "signal_close",
    stopOrder: "stop_first",
    stopsOnEntryBar: true,
    stopsHideSignals: false,
    closesRuined: true,
    paysDividends: false,
    endsOnSignal: true,
  },
  orders: backtestingOrders,
  openMarket: backtestingMarket,
  fillLongOnly: null,
  crossings: "bar_before",
  conventions: {
    years: "calendar",
    capitalIsPeak: false,
    sharpe: "geometric",
    ownYear: backtestingYear,
    intraday: "day",
  },
  setOwnMetrics: setBacktestingMetrics,
};
