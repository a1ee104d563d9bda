import type { Broker, OrderRequest } from "../../../src/engine/broker/broker.ts";
import { defineBarStrategy, type Strategy } from "../../../src/engine/strategy.ts";

/** What a script does at the close of a bar. `at` counts around what there is. */
export type ScriptedAction = { readonly bar: number } & (
  | ({ readonly do: "buy" | "sell" } & ScriptedOrder)
  | { readonly do: "close" }
  | { readonly do: "close_trade"; readonly at: number; readonly portion: number }
  | { readonly do: "move"; readonly at: number; readonly sl?: number | null; readonly tp?: number | null }
  | { readonly do: "cancel"; readonly at: number }
);

/** In the words of backtesting.py: a size below 1 is a share of the money. */
interface ScriptedOrder {
  readonly size?: number;
  readonly limit?: number;
  readonly stop?: number;
  readonly sl?: number;
  readonly tp?: number;
}

/** A strategy that does what a script says. Orders that contradict themselves, or the price, are not placed. */
export function scriptedOrders(script: readonly ScriptedAction[]): Strategy {
  return defineBarStrategy({
    name: "scripted_orders",
    params: {},
    onBar({ bar, broker }) {
      for (const action of script) {
        if (action.bar !== bar) continue;
        try {
          act(broker, action);
        } catch (thrown) {
          if (!(thrown instanceof RangeError)) throw thrown;
        }
      }
    },
  });
}

function act(broker: Broker, action: ScriptedAction): void {
  switch (action.do) {
    case "buy":
      broker.buy(requestOf(action));
      return;
    case "sell":
      broker.sell(requestOf(action));
      return;
    case "close":
      broker.close();
      return;
    case "close_trade":
      around(broker.trades, action.at)?.close(action.portion);
      return;
    case "move": {
      const { sl, tp } = action;
      around(broker.trades, action.at)?.moveStops({
        ...(sl === undefined ? {} : { stopLoss: sl }),
        ...(tp === undefined ? {} : { takeProfit: tp }),
      });
      return;
    }
    case "cancel": {
      const order = around(broker.orders, action.at);
      if (order !== undefined) broker.cancel(order);
    }
  }
}

function around<T>(items: readonly T[], at: number): T | undefined {
  return items[at % items.length];
}

function requestOf({ size, limit, stop, sl, tp }: ScriptedOrder): OrderRequest {
  return {
    ...(size === undefined ? {} : size < 1 ? { fraction: size } : { units: size }),
    ...(limit === undefined ? {} : { limit }),
    ...(stop === undefined ? {} : { stop }),
    ...(sl === undefined ? {} : { stopLoss: sl }),
    ...(tp === undefined ? {} : { takeProfit: tp }),
  };
}
