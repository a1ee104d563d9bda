/**
 * What some profiles know and others don't. What a profile does not know is refused, rather than passed over.
 * `intrabar`: an order of prices inside a bar other than its own. `delayed_bar_orders`: `execution_delay` above 1 for strategies
 * that act bar by bar. `risk_limits` and `order_caps` are parameters of cells (`PARAM_FEATURES`).
 */
export const FEATURES = [
  "commission_per_share",
  "commission_min",
  "borrow_cost",
  "intrabar",
  "leverage",
  "hedging",
  "exclusive_orders",
  "target_weights",
  "delayed_bar_orders",
  "risk_limits",
  "order_caps",
] as const;
export type Feature = (typeof FEATURES)[number];

/** The trade parameters that not every profile knows, and what one has to know for them. */
export const PARAM_FEATURES = {
  max_single_position_var: "risk_limits",
  max_portfolio_var: "risk_limits",
  volatility_target: "risk_limits",
  order_units: "order_caps",
  order_cash: "order_caps",
  borrow_bps: "borrow_cost",
} as const satisfies Readonly<Record<string, Feature>>;
