import type { Broker } from "../../../src/engine/broker/broker.ts";
import { DIRECTIONS, type Direction } from "../../../src/engine/execution-rules.ts";
import type { Signals } from "../../../src/engine/signals/signals.ts";
import { defineBarStrategy, type Strategy } from "../../../src/engine/strategy.ts";

/** A strategy that does at the close of each bar what it is told. */
export function acting(act: (bar: number, broker: Broker) => void): Strategy {
  return defineBarStrategy({ name: "acting", params: {}, onBar: ({ bar, broker }) => act(bar, broker) });
}

/** The sides that a direction hears. */
export function heard(direction: Direction): readonly ("long" | "short")[] {
  return DIRECTIONS.flatMap((side) => (side !== "both" && (direction === "both" || direction === side) ? [side] : []));
}

/** Does by orders what signals ask for: an opposite entry turns the position around, an exit closes its own side. */
export function bySignals(signals: Required<Signals>, direction: Direction): Strategy {
  const sides = heard(direction);
  return acting((bar, broker) => {
    const told = (column: Uint8Array, side: "long" | "short"): boolean => column[bar] === 1 && sides.includes(side);
    const longIn = told(signals.entries, "long");
    const longOut = told(signals.exits, "long");
    const shortIn = told(signals.shortEntries, "short");
    const shortOut = told(signals.shortExits, "short");
    const wantsLong = longIn && !longOut;
    const wantsShort = shortIn && !shortOut;
    if (wantsLong && !wantsShort) broker.buy();
    else if (wantsShort && !wantsLong) broker.sell();
    else if (broker.position > 0 && longOut && !longIn) broker.close();
    else if (broker.position < 0 && shortOut && !shortIn) broker.close();
  });
}
