import { USUAL_EXECUTION } from "../execution-rules.ts";
import type { ExecutionProfile } from "./execution-profile.ts";
import { fillLongOnly } from "./vectorbt/vectorbt-long-only.ts";
import { vectorbtMarket } from "./vectorbt/vectorbt-market.ts";
import { vectorbtOrders } from "./vectorbt/vectorbt-orders.ts";

/** `Portfolio.from_signals` of vectorbt 1.x, trade for trade: docs/engine.md. */
export const vectorbt: ExecutionProfile<"vectorbt"> = {
  name: "vectorbt",
  execution: { ...USUAL_EXECUTION, fill: "close" },
  features: ["delayed_bar_orders"],
  traits: {
    firstBar: 0,
    waitsForWarmup: false,
    wholeUnits: false,
    spreadShare: 0.5,
    tradesOnClose: false,
    stopBasis: "entry_close",
    stopOrder: "stop_first",
    stopsOnEntryBar: false,
    stopsHideSignals: true,
    closesRuined: false,
    paysDividends: false,
    endsOnSignal: false,
  },
  orders: vectorbtOrders,
  openMarket: vectorbtMarket,
  fillLongOnly,
  crossings: "since_warmup",
  conventions: { years: "bars", capitalIsPeak: false, sharpe: "arithmetic", ownYear: null, intraday: "bar" },
  setOwnMetrics: null,
};
