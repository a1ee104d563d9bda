import type { Broker, OrderRequest } from "../../../src/engine/broker/broker.ts";

/** What a script does at the close of a bar; prices are factors of that close, `nth` counts the waiting orders. */
export type Act =
  | { readonly kind: "place"; readonly side: "buy" | "sell"; readonly request: OrderRequest }
  | { readonly kind: "cancel"; readonly nth: number }
  | { readonly kind: "close"; readonly fraction: number }
  | { readonly kind: "move"; readonly stopLoss?: number | null; readonly takeProfit?: number | null };

const PRICES = ["limit", "stop", "stopLoss", "takeProfit"] as const;

/** Factors of the close become prices. */
export function requestAt(close: number, request: OrderRequest): OrderRequest {
  const prices = PRICES.flatMap((name) => {
    const factor = request[name];
    return factor === undefined ? [] : [[name, factor * close] as const];
  });
  return { ...request, ...Object.fromEntries(prices) };
}

/** Does at a real broker what a script says. */
export function perform(acts: readonly Act[], broker: Broker, close: number): void {
  for (const act of acts) {
    const [trade] = broker.trades;
    if (act.kind === "place") broker[act.side](requestAt(close, act.request));
    else if (act.kind === "close") trade?.close(act.fraction);
    else if (act.kind === "move") trade?.moveStops(stopsAt(act, close));
    else {
      const order = broker.orders[act.nth];
      if (order !== undefined) broker.cancel(order);
    }
  }
}

/** The stops of a move, as prices. */
export function stopsAt(act: Extract<Act, { kind: "move" }>, close: number) {
  const price = (factor: number | null) => (factor === null ? null : factor * close);
  return {
    ...(act.stopLoss === undefined ? {} : { stopLoss: price(act.stopLoss) }),
    ...(act.takeProfit === undefined ? {} : { takeProfit: price(act.takeProfit) }),
  };
}
