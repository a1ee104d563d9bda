export type { Callback, CallbackContext, CellView } from "./callbacks/callback-context.ts";
export type { Bars } from "./engine/bars.ts";
export { defineStrategy, type Signals, type Strategy, type StrategyInput } from "./engine/strategy.ts";
