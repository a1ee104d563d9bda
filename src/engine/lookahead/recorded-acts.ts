import type { Broker, OpenTrade, Order, OrderRequest } from "../broker/broker.ts";

/** What a strategy that acts bar by bar did, as columns of one value per bar. */
export interface RecordedActs {
  /** Passes everything on to the real broker. */
  readonly broker: Broker;
  /** How many of each kind per bar, then what they said: NaN where nothing was, 0 for null. */
  readonly columns: ReadonlyMap<string, Float64Array | Uint8Array>;
}

/** What is recorded of each kind of act. The n-th of its kind at a bar has columns of its own. */
const FIELDS = {
  order: [
    "side",
    "units",
    "cash",
    "fraction",
    "limit",
    "stop",
    "trail",
    "onClose",
    "goodFor",
    "stopLoss",
    "takeProfit",
    "trailingStop",
  ],
  close: ["closed fraction"],
  cancel: ["cancelled order's bar"],
  move: ["moved stopLoss", "moved takeProfit"],
} as const satisfies Record<string, readonly string[]>;
type Kind = keyof typeof FIELDS;
type Said = Readonly<Record<string, number | boolean | null | undefined>>;

/** @param barOf the bar that has just closed */
export function recordActs(broker: Broker, barCount: number, barOf: () => number): RecordedActs {
  const columns = new Map<string, Float64Array | Uint8Array>();
  const counts = Object.fromEntries(Object.keys(FIELDS).map((kind) => [kind, new Uint8Array(barCount)])) as Record<
    Kind,
    Uint8Array
  >;
  for (const [kind, count] of Object.entries(counts)) columns.set(`${kind}s`, count);

  const record = (kind: Kind, said: Said): void => {
    const bar = barOf();
    const nth = (counts[kind][bar] ?? 0) + 1;
    counts[kind][bar] = nth;
    for (const field of FIELDS[kind]) {
      const name = nth === 1 ? field : `${field} of ${kind} ${nth}`;
      const column = columns.get(name) ?? new Float64Array(barCount).fill(Number.NaN);
      columns.set(name, column);
      const value = said[field];
      column[bar] = value === undefined ? Number.NaN : Number(value);
    }
  };
  const place = (side: Order["side"], request: OrderRequest): Order => {
    record("order", { ...request, side: side === "buy" ? 1 : -1 });
    return broker[side](request);
  };
  return { broker: recordingBroker(broker, record, place), columns };
}

function recordingBroker(
  broker: Broker,
  record: (kind: Kind, said: Said) => void,
  place: (side: Order["side"], request: OrderRequest) => Order,
): Broker {
  const seen = new WeakMap<OpenTrade, OpenTrade>();
  const recording = (trade: OpenTrade): OpenTrade => {
    const known = seen.get(trade) ?? recordingTrade(trade, record);
    seen.set(trade, known);
    return known;
  };
  return {
    get cash() {
      return broker.cash;
    },
    get equity() {
      return broker.equity;
    },
    get position() {
      return broker.position;
    },
    get trades() {
      return broker.trades.map(recording);
    },
    get orders() {
      return broker.orders;
    },
    buy: (request = {}) => place("buy", request),
    sell: (request = {}) => place("sell", request),
    close() {
      record("close", { "closed fraction": 1 });
      broker.close();
    },
    cancel(order) {
      record("cancel", { "cancelled order's bar": order.placedAt });
      broker.cancel(order);
    },
  };
}

function recordingTrade(trade: OpenTrade, record: (kind: Kind, said: Said) => void): OpenTrade {
  return {
    get units() {
      return trade.units;
    },
    get entryPrice() {
      return trade.entryPrice;
    },
    get entryBar() {
      return trade.entryBar;
    },
    get pnl() {
      return trade.pnl;
    },
    get stopLoss() {
      return trade.stopLoss;
    },
    get takeProfit() {
      return trade.takeProfit;
    },
    moveStops(stops) {
      record("move", { "moved stopLoss": stops.stopLoss, "moved takeProfit": stops.takeProfit });
      trade.moveStops(stops);
    },
    close(fraction = 1) {
      record("close", { "closed fraction": fraction });
      trade.close(fraction);
    },
  };
}
