import { USUAL_EXECUTION } from "../execution-rules.ts";
import type { ExecutionProfile } from "./execution-profile.ts";
import { fillLongOnly } from "./native/native-long-only.ts";
import { nativeMarket } from "./native/native-market.ts";
import { nativeOrders } from "./native/native-orders.ts";

/** Our own rules: docs/engine.md. */
export const native: ExecutionProfile<"native"> = {
  name: "native",
  execution: USUAL_EXECUTION,
  features: [
    "commission_per_share",
    "commission_min",
    "borrow_cost",
    "intrabar",
    "target_weights",
    "delayed_bar_orders",
    "risk_limits",
    "order_caps",
  ],
  traits: {
    firstBar: 0,
    waitsForWarmup: false,
    wholeUnits: false,
    spreadShare: 0.5,
    tradesOnClose: false,
    stopBasis: "fill",
    stopOrder: null,
    stopsOnEntryBar: false,
    stopsHideSignals: false,
    closesRuined: true,
    paysDividends: true,
    endsOnSignal: false,
  },
  orders: nativeOrders,
  openMarket: nativeMarket,
  fillLongOnly,
  crossings: "since_warmup",
  conventions: { years: "calendar", capitalIsPeak: true, sharpe: "arithmetic", ownYear: null, intraday: "day" },
  setOwnMetrics: null,
};
