/** What strategies and callbacks of your own import from "nightgrid". */
export type { Callback, CallbackContext, CellView } from "./callbacks/callback-context.ts";
export { defineCallback } from "./callbacks/define-callback.ts";
export type { Bars } from "./engine/bars.ts";
export type { Broker, OpenTrade, Order, OrderRequest } from "./engine/broker/broker.ts";
export {
  type BarInput,
  defineBarStrategy,
  definePanelStrategy,
  defineStrategy,
  type Signals,
  type Strategy,
  type StrategyInput,
} from "./engine/strategy.ts";
