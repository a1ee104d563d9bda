import type { Side } from "../fills/side.ts";
import type { Order, OrderRequest, OrderState } from "./broker.ts";

/** An order as the market that it waits in keeps it. */
export interface PlacedOrder extends Order {
  state: OrderState;
  /** 1 to buy, −1 to sell. */
  readonly sign: Side;
  /** The share of what is held that it closes; 0 for an order that does not only close. */
  readonly closes: number;
  /** The first and the last bar at which it can be filled. */
  readonly firstBar: number;
  readonly lastBar: number;
  /** Whether it is a limit order now: a stop-limit order becomes one when its stop is touched. */
  isLimit: boolean;
  /** Best price since it was placed: the lowest for a purchase. A trailing order hangs on it. */
  best: number;
}

/** Whether it is filled at the first price it meets. */
export function isMarketOrder({ limit, stop, trail, onClose }: OrderRequest): boolean {
  return limit === undefined && stop === undefined && trail === undefined && onClose !== true;
}
