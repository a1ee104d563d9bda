/**
 * What a strategy that acts bar by bar trades with. It is asked and told at the close of each bar, and shows the account
 * as it is then. Money is in account currency, prices are absolute, fractions are of 1 (0.05 is 5 %).
 */
export interface Broker {
  readonly cash: number;
  /** Cash and all positions, valued at this close. */
  readonly equity: number;
  /** Units held, negative for short. */
  readonly position: number;
  /** What is held, oldest first. The profile `backtesting.py` may hold several at once, the others hold one. */
  readonly trades: readonly OpenTrade[];
  /** Orders that wait to be filled, in the order in which they are looked at. */
  readonly orders: readonly Order[];
  /** @throws RangeError when the request contradicts itself, or the profile does not know such an order */
  buy(request?: OrderRequest): Order;
  /** @throws RangeError as `buy` */
  sell(request?: OrderRequest): Order;
  /** Closes all that is held now, by market orders. Nothing happens when nothing is held. */
  close(): void;
  /** Takes an order back; one that waits no more is left as it is. */
  cancel(order: Order): void;
}

/**
 * An order. Without `limit`, `stop`, `trail` and `onClose` it is a market order; with `limit` and `stop` it is a
 * stop-limit order: a limit order from the moment on at which the stop is touched.
 */
export interface OrderRequest {
  /**
   * How many; at most one of `units`, `cash` and `fraction`. Without any, the order is about the whole position, as a signal
   * is: it opens one as the cell's `position_size` says, turns an opposite one around, and leaves one of its own side
   * as it is. In the profile `backtesting.py` it is for that share of the free money, whatever is held.
   */
  readonly units?: number;
  /** Money to spend, commission included. */
  readonly cash?: number;
  /** Of the money that is free, 0…1. */
  readonly fraction?: number;
  /** Filled at this price or a better one. */
  readonly limit?: number;
  /** Filled once the price has reached this one, which lies on the far side: above for a purchase. */
  readonly stop?: number;
  /** A stop that follows the price at this distance, as a fraction of the best price since the order was given. */
  readonly trail?: number;
  /** Filled at the close of the first bar that it meets, instead of at the open. */
  readonly onClose?: boolean;
  /** Bars that the order waits for at most; absent: until it is filled or cancelled. */
  readonly goodFor?: number;
  /** Prices at which what this order opens is left again. */
  readonly stopLoss?: number;
  readonly takeProfit?: number;
  /** As `trail`, for what this order opens. */
  readonly trailingStop?: number;
}

/** `cancelled` is an order that was taken back, or that found nothing left to do; `expired` one that was `goodFor` no longer. */
export const ORDER_STATES = ["waiting", "filled", "cancelled", "rejected", "expired"] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export interface Order {
  readonly side: "buy" | "sell";
  readonly request: OrderRequest;
  /** Index of the bar at whose close it was given. */
  readonly placedAt: number;
  readonly state: OrderState;
  /** Goes with a trade, as its stop or target, instead of being given by the strategy; profile `backtesting.py` alone. */
  readonly isContingent: boolean;
}

/** A part of the position that is closed as a whole or in parts. */
export interface OpenTrade {
  /** Signed. */
  readonly units: number;
  /** Average price, slippage and spread included. */
  readonly entryPrice: number;
  readonly entryBar: number;
  /** Gain at this close, before exit costs. */
  readonly pnl: number;
  /** Prices; null where there is none. */
  readonly stopLoss: number | null;
  readonly takeProfit: number | null;
  /** Moves stop and target: a price, or null for none; what is absent stays. */
  moveStops(stops: { readonly stopLoss?: number | null; readonly takeProfit?: number | null }): void;
  /** A market order that closes this share of it, 0…1 (default: all). */
  close(fraction?: number): void;
}
